import { createReadStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Actor } from "@/lib/identity/auth/actor"
import { RejectedRows } from "@/lib/ledger/deployments/import/rejected-rows"
import type { ImportResponse } from "@/lib/ledger/deployments/import/schema"
import {
  type ImportFile,
  importDeployments,
  importFormats,
} from "@/lib/ledger/deployments/import-deployments"
import type { RequestContext } from "@/lib/web/http/endpoint"
import { streamLines } from "@/lib/web/http/stream-lines"

const ndjson = "application/x-ndjson"

/** Returns counts and the first rejected rows as JSON or, if requested, all rejected rows and the counts as NDJSON. */
export async function handleImport(
  actor: Actor,
  context: RequestContext,
  allowBefore2000: boolean,
): Promise<ImportResponse | Response> {
  const file = { ...fileOf(context), allowBefore2000 }
  if (context.request.headers.get("accept")?.includes(ndjson))
    return respondWithEveryRow(actor, file, context)
  const refused = new RejectedRows()
  const counts = await importDeployments(actor, file, refused)
  return { ...counts, errors: refused.errors }
}

function fileOf({ body }: RequestContext): ImportFile {
  const format = importFormats.find((name) => name === body?.mediaType)
  if (body === null || format === undefined) throw new Error("Unsupported import format")
  return { format, chunks: body.chunks }
}

// Collects the rejected rows in a file, because the response status is known only after the import.
async function respondWithEveryRow(
  actor: Actor,
  file: ImportFile,
  { summarize }: RequestContext,
): Promise<Response> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-refused-"))
  const discard = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, "rows")
    const refused = new RejectedRows(path)
    const counts = await importDeployments(actor, file, refused)
    summarize({ ...counts, errors: refused.errors })
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
