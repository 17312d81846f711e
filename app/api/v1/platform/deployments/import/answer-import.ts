import { createReadStream } from "node:fs"
import { mkdtemp, open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Actor } from "@/lib/identity/auth/actor"
import { RefusedRows } from "@/lib/ledger/deployments/import/refused-rows"
import type { ImportAnswer } from "@/lib/ledger/deployments/import/schema"
import {
  type ImportFile,
  importDeployments,
  importFormats,
} from "@/lib/ledger/deployments/import-deployments"
import type { RequestContext } from "@/lib/web/http/endpoint"
import { streamLines } from "@/lib/web/http/stream-lines"

const ndjson = "application/x-ndjson"

/** Counts and the first refused rows as JSON, or every refused row and then the counts as NDJSON where that is asked for. */
export async function answerImport(
  actor: Actor,
  context: RequestContext,
  allowBefore2000: boolean,
): Promise<ImportAnswer | Response> {
  const file = { ...fileOf(context), allowBefore2000 }
  if (context.request.headers.get("accept")?.includes(ndjson)) return answerWithEveryRow(actor, file)
  const refused = new RefusedRows()
  const counts = await importDeployments(actor, file, refused)
  return { ...counts, errors: refused.errors }
}

function fileOf({ body }: RequestContext): ImportFile {
  const format = importFormats.find((name) => name === body?.mediaType)
  if (body === null || format === undefined) throw new Error("The endpoint accepts no other formats")
  return { format, chunks: body.chunks }
}

// The refused rows wait in a file until the import has succeeded: before that nothing can be said.
async function answerWithEveryRow(actor: Actor, file: ImportFile): Promise<Response> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-refused-"))
  const discard = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, "rows")
    const handle = await open(path, "wx", 0o600)
    const counts = await importDeployments(actor, file, new RefusedRows(handle)).finally(() => handle.close())
    const lines = withLastLine(path, JSON.stringify(counts), discard)
    return streamLines(lines, { contentType: ndjson })
  } catch (error) {
    await discard()
    throw error
  }
}

async function* withLastLine(
  path: string,
  counts: string,
  discard: () => Promise<void>,
): AsyncGenerator<string> {
  try {
    yield* createReadStream(path, "utf8")
    yield `${counts}\n`
  } finally {
    await discard()
  }
}
