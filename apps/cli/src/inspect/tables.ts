import { type Inspection, meanBits } from '@prattle/inspection';
import { type InspectionReport, visible } from '@prattle/report';
import pc from 'picocolors';
import { formatBytes, formatCount } from '../terminal/format.js';
import { headedTable } from '../terminal/headed-table.js';

/**
 * All that was found in a model, for a terminal: the verdict first.
 * @param width of the terminal; columns that can be spared go where it is narrow
 */
export function inspectionText(report: InspectionReport, width?: number): string {
  const { title, subtitle, inspection, notes = [] } = report;
  return [
    `${pc.bold(title)}  ${subtitle}`,
    healthText(inspection),
    ...notes.map((note) => pc.yellow(note)),
    parameterTable(inspection, width),
    activationTable(inspection, width),
    surprisalText(report),
    neighbourText(report),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function healthText({ health, gradients }: Inspection): string {
  const measured = gradients ? pc.dim(` (loss ${gradients.loss.toFixed(4)}, gradient norm ${short(gradients.norm)})`) : '';
  if (health.healthy) return `${pc.green('Healthy')}: nothing looks wrong.${measured}`;
  return health.findings
    .map(({ ailment, reason, remedy, where }) => `${pc.red(pc.bold(ailment))}: ${reason}${measured}\n  in ${where.join(', ')}\n  ${remedy}`)
    .join('\n');
}

function parameterTable({ parameters, gradients, updates }: Inspection, width: number | undefined): string {
  const rows = parameters.map(({ name, shape, bytes, mean, deviation, norm, zeros }) => {
    const gradient = gradients?.parameters.find((other) => other.name === name);
    const ratio = updates?.find((other) => other.name === name)?.ratio;
    return [
      name,
      shape.join('x') || 'scalar',
      formatBytes(bytes),
      short(mean),
      short(deviation),
      short(norm),
      percent(zeros),
      ...(gradients ? [gradient?.reached ? short(gradient.size) : '-', gradient?.reached ? percent(gradient.silentRows) : '-'] : []),
      ...(updates ? [ratio === undefined || ratio === null ? '-' : short(ratio)] : []),
    ];
  });
  const head = [
    'parameter',
    'shape',
    'bytes',
    'mean',
    'dev',
    'norm',
    'zeros',
    ...(gradients ? ['grad', 'silent'] : []),
    ...(updates ? ['upd/weight'] : []),
  ];
  const total = parameters.reduce((sum, { count }) => sum + count, 0);
  const legend = gradients
    ? pc.dim(
        `\ngrad: root mean square; silent: rows that got none in ${gradients.batches} batches; upd/weight: of one step, about 0.001 is usual`,
      )
    : '';
  return `${headedTable(head, rows, { width, spare: ['bytes', 'silent', 'zeros', 'mean', 'norm', 'dev'] })}\n${formatCount(total)} parameters${legend}`;
}

function activationTable({ activations }: Inspection, width: number | undefined): string {
  if (activations.length === 0) return '';
  const rows = activations.map(({ name, shape, mean, deviation, min, max, deadUnits, saturated }) => [
    name,
    shape.join('x'),
    short(mean),
    short(deviation),
    short(min),
    short(max),
    percent(deadUnits),
    saturated === null ? '-' : percent(saturated),
  ]);
  return headedTable(['activation', 'shape', 'mean', 'dev', 'min', 'max', 'dead', 'saturated'], rows, {
    width,
    spare: ['min', 'max', 'mean'],
  });
}

/** Tokens with their surprisal; after each the token that was expected most where it was another. */
function surprisalText({ inspection: { sequence }, tokenText }: InspectionReport): string {
  const { surprisals = [] } = sequence ?? {};
  if (!tokenText || surprisals.length < 2) return '';
  const rows = surprisals.map(({ token, bits, expected }) => [
    visible(tokenText(token)),
    bits === null ? '-' : bits.toFixed(2),
    expected
      .slice(0, 4)
      .map((other) => `${visible(tokenText(other.token))} ${percent(other.probability)}`)
      .join('  '),
  ]);
  return `${headedTable(['token', 'bits', 'expected in its place'], rows)}\n${meanBits(surprisals).toFixed(2)} bits a token on average`;
}

/** Tokens that a terminal has room for; the page has all. */
const SHOWN = 12;

function neighbourText({ embedding }: InspectionReport): string {
  if (!embedding) return '';
  const rows = embedding.neighbours
    .slice(0, SHOWN)
    .map(({ label, nearest }) => [visible(label), nearest.map((other) => `${visible(other.label)} ${other.cosine.toFixed(2)}`).join('  ')]);
  const more = embedding.neighbours.length - rows.length;
  return `${headedTable(['embedding', 'nearest by angle'], rows)}${more > 0 ? pc.dim(`\nand ${more} more: see --html`) : ''}`;
}

/** Three digits that count. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  return size < 1e-3 || size >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}
