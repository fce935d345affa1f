import { encodeText, type Storage } from '@prattle/core';
import { type Figure, standaloneSvg } from '@prattle/report';

/** Writes a figure as what the file's name says: `.png`, else SVG. */
export async function writePicture(storage: Storage, file: string, figure: Figure): Promise<void> {
  if (!file.toLowerCase().endsWith('.png')) {
    await storage.write(file, encodeText(standaloneSvg(figure)));
    return;
  }
  // Loaded only for PNG: it needs a package of its own.
  const { figurePng } = await import('@prattle/report/png');
  await storage.write(file, await figurePng(figure));
}

/** A parameter's or layer's name as the name of a file. */
export function pictureName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-');
}
