import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import { createGunzip } from "node:zlib"
import type { z } from "zod"

/** The objects of a JSON lines file, which may be compressed (`.gz`), one at a time. */
export async function* readJsonLines<T>(file: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  const bytes = createReadStream(file)
  const input = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== "") yield schema.parse(JSON.parse(line))
  }
}
