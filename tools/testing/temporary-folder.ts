import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { removeFolder } from "./remove-folder"

/** A new folder for the tests of a file, called at its top level; removed after them. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `slipway-${name}-`))
  afterAll(() => removeFolder(folder))
  return folder
}
