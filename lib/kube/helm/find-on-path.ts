import { access, constants, stat } from "node:fs/promises"
import { delimiter, isAbsolute, join } from "node:path"
import { searchPath } from "@/lib/platform/env"

/** The absolute path of a program on the PATH. Null: not found. */
export async function findOnPath(name: string): Promise<string | null> {
  for (const folder of searchPath().split(delimiter)) {
    // Empty and relative entries depend on the working directory, which is not trusted.
    if (!isAbsolute(folder)) continue
    const file = join(folder, name)
    if (await isProgram(file)) return file
  }
  return null
}

export async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
