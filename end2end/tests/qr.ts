// QR codes, read by a program that is not ours.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The text of the one QR code in a PNG; fails when there is none. */
export function decodeQr(png: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'qr-'));
  try {
    const file = join(folder, 'code.png');
    writeFileSync(file, png);
    return execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' }).trimEnd();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
