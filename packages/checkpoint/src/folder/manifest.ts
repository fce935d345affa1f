import { type DataDescription, decodeText, type EncoderData, encodeText, type SplitName, sha256, type TokenizerData } from '@prattle/core';
import { DAMAGED_REMEDY, damaged, failure } from '../errors.js';
import { FORMAT_VERSION, type ManifestBody, migrate, OLDEST_VERSION, withHash } from './migrations.js';

/** What a checkpoint says about itself. JSON. */
export interface CheckpointManifest {
  readonly model: {
    readonly plugin: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly data: DataDescription;
  };
  readonly tokenizer?: TokenizerData;
  /** How examples become inputs, where the data is a table or texts that stand for numbers. */
  readonly encoder?: EncoderData;
  readonly dataset?: { readonly hash: string; readonly [key: string]: unknown };
  /** The settings of the run. */
  readonly run?: Readonly<Record<string, unknown>>;
  /** Steps done. */
  readonly step: number;
  /** Seconds trained. */
  readonly seconds?: number;
  /** Mean losses at this step, in nats. */
  readonly losses?: Readonly<Partial<Record<SplitName, number>>>;
}

/** What a file of the folder has to be. */
export interface FileRecord {
  readonly bytes: number;
  readonly sha256: string;
}

/** A manifest as it is stored, less its own checksum. */
export interface StoredManifest extends CheckpointManifest {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly files: Readonly<Record<string, FileRecord>>;
}

/** The manifest as the bytes of `prattle.json`, its own checksum included. */
export async function encodeManifest(manifest: CheckpointManifest, files: StoredManifest['files']): Promise<Uint8Array> {
  const tokenizer = manifest.tokenizer && { tokenizer: await withHash(manifest.tokenizer) };
  const body = JSON.stringify({ formatVersion: FORMAT_VERSION, ...manifest, ...tokenizer, files });
  const stored = { ...JSON.parse(body), checksum: await sha256(encodeText(body)) };
  return encodeText(`${JSON.stringify(stored, null, 2)}\n`);
}

/**
 * Reads a manifest, an older one as if it had been written today.
 * @param file its name, for errors
 * @throws CheckpointError 'damaged' or 'unknown-version'
 */
export async function decodeManifest(bytes: Uint8Array, file: string): Promise<StoredManifest> {
  const { checksum, ...body } = parse(bytes, file);
  if (!isReadable(body.formatVersion)) throw wrongVersion(body.formatVersion, file);
  // The checksum covers the content, not its layout: an editor may reformat the file.
  if ((await sha256(encodeText(JSON.stringify(body)))) !== checksum) throw damaged(file, 'its content does not match its checksum');
  const current = await migrate(body);
  if (!isManifest(current)) throw damaged(file, 'it does not describe a model');
  return current;
}

function isReadable(version: unknown): boolean {
  return Number.isInteger(version) && Number(version) >= OLDEST_VERSION && Number(version) <= FORMAT_VERSION;
}

function parse(bytes: Uint8Array, file: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(decodeText(bytes));
    if (isRecord(parsed)) return parsed;
  } catch (cause) {
    throw damaged(file, 'it is not JSON', cause);
  }
  throw damaged(file, 'it is not a JSON object');
}

function wrongVersion(version: unknown, file: string): Error {
  if (!Number.isInteger(version)) return damaged(file, 'it has no format version');
  const what = `"${file}" has format version ${version}, and this Prattle reads versions ${OLDEST_VERSION} to ${FORMAT_VERSION}`;
  const remedy =
    Number(version) > FORMAT_VERSION
      ? `Update Prattle if the checkpoint is from a newer one. Otherwise the file is damaged: ${DAMAGED_REMEDY}`
      : DAMAGED_REMEDY;
  return failure('unknown-version', what, remedy);
}

function isManifest(body: ManifestBody): body is ManifestBody & StoredManifest {
  const { model, files, step, tokenizer, encoder } = body;
  return (
    isRecord(model) &&
    typeof model.plugin === 'string' &&
    isRecord(model.config) &&
    isRecord(model.data) &&
    isCount(model.data.vocabularySize) &&
    isCount(model.data.contextLength) &&
    typeof step === 'number' &&
    (tokenizer === undefined || (isRecord(tokenizer) && typeof tokenizer.kind === 'string' && typeof tokenizer.hash === 'string')) &&
    (encoder === undefined || (isRecord(encoder) && typeof encoder.kind === 'string')) &&
    isRecord(files) &&
    Object.values(files).every((file) => isRecord(file) && typeof file.bytes === 'number' && typeof file.sha256 === 'string')
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
