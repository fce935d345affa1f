import { PrattleError } from './prattle-error.js';

export type ConfigErrorCode = 'unknown-setting' | 'bad-value' | 'given-twice' | 'bad-declaration' | 'unreadable';

/** A setting that is unknown or has a value that is not allowed. */
export class ConfigError extends PrattleError<ConfigErrorCode> {
  static override readonly kind: string = 'ConfigError';
}

export type RegistryErrorCode = 'unknown-name' | 'name-clash' | 'bad-plugin';

/** A plugin that nobody registered, that is registered twice, or that is not a plugin. */
export class RegistryError extends PrattleError<RegistryErrorCode> {
  static override readonly kind: string = 'RegistryError';
}

export type StorageErrorCode =
  | 'not-found'
  | 'no-permission'
  | 'disk-full'
  | 'too-large'
  | 'is-a-folder'
  | 'not-a-folder'
  | 'read-only'
  | 'exists'
  | 'failed';

/** A file that cannot be read or written. */
export class StorageError extends PrattleError<StorageErrorCode> {
  static override readonly kind: string = 'StorageError';
}

/** Text that a tokenizer cannot encode, or data that is not a tokenizer. */
export class TokenizerError extends PrattleError {
  static override readonly kind: string = 'TokenizerError';
}

/** Data that cannot be trained on. */
export class DatasetError extends PrattleError {
  static override readonly kind: string = 'DatasetError';
}

export type CheckpointErrorCode = 'not-found' | 'damaged' | 'unknown-version' | 'unsupported' | 'mismatch';

/** A checkpoint that is missing, damaged, too new, or of another model. */
export class CheckpointError extends PrattleError<CheckpointErrorCode> {
  static override readonly kind: string = 'CheckpointError';
}

/** A backend that is not available or cannot do what it was asked. */
export class BackendError extends PrattleError {
  static override readonly kind: string = 'BackendError';
}

/** A run that cannot go on: a loss that is not a number, a step that fails. */
export class TrainingError extends PrattleError {
  static override readonly kind: string = 'TrainingError';
}

/** An API or a command used in a way it does not allow: a wrong shape, a missing argument. */
export class UsageError extends PrattleError {
  static override readonly kind: string = 'UsageError';
}
