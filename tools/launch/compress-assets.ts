import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { brotliCompress } from "node:zlib"

const compress = promisify(brotliCompress)

/** Writes a Brotli copy of every script, which the HTTP server sends instead. */
export async function compressAssets(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true })
  await Promise.all(
    names
      .filter((name) => name.endsWith(".js"))
      .map(async (name) => {
        const path = join(folder, name)
        await writeFile(`${path}.br`, await compress(await readFile(path)))
      }),
  )
}
