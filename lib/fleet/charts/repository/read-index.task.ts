import { writeFile } from "node:fs/promises"
import { writePages } from "./listed-pages"
import { readIndex } from "./read-index"
import { RepositoryProblem } from "./repository-problem"

type Asked = {
  bytes: Uint8Array
  url: string
  /** The file to write: one line about the index, followed by pages of its versions. */
  file: string
  etag: string | null
  checkedAt: number
}

/**
 * Reads an index.yaml in a worker thread. The result can be large, so it is written to a file that is read in pages.
 * `problem`: an error message about the repository; null: the file was written.
 */
export default async function readIndexTask({
  bytes,
  url,
  file,
  etag,
  checkedAt,
}: Asked): Promise<{ problem: string | null }> {
  try {
    const { versions, omitted } = readIndex(Buffer.from(bytes).toString("utf8"), new URL(url))
    const lines = [JSON.stringify({ etag, checkedAt, omitted }), ...writePages(versions)]
    await writeFile(file, lines.join("\n"), { mode: 0o600 })
    return { problem: null }
  } catch (error) {
    if (error instanceof RepositoryProblem) return { problem: error.message }
    throw error
  }
}
