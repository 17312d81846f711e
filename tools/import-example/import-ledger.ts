import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { parseArgs } from "node:util"
import { z } from "zod"
import { importResponseSchema } from "@/lib/ledger/deployments/import/schema"
import { apiToken, publicUrl } from "@/lib/platform/env"
import {
  type CommitTimes,
  commitKey,
  type ForeignRemoval,
  foreignCommitSchema,
  foreignRecordSchema,
  foreignRemovalSchema,
  mapRecord,
  mapRemoval,
  rankOf,
} from "./map-record"
import { readJsonLines } from "./read-json-lines"
import { SlipwayClient } from "./slipway-client"

const usage =
  "npm run import:example -- records.jsonl[.gz] [--commits commits.jsonl[.gz]] [--removals removals.jsonl] [--print]"
const partBytes = 32 * 1024 * 1024
const knownEnvironments = z.array(z.object({ name: z.string(), aliases: z.array(z.string()) }))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { commits: { type: "string" }, removals: { type: "string" }, print: { type: "boolean" } },
})
await main(positionals[0]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

async function main(records: string | undefined): Promise<void> {
  if (records === undefined) throw new Error(`Missing file. Usage: ${usage}`)
  const commits = await readCommits(values.commits)
  if (values.print) return printRows(records, commits)
  const slipway = new SlipwayClient(publicUrl(), apiToken())
  await addEnvironments(slipway, records)
  await importRows(slipway, records, commits)
  if (values.removals !== undefined) await reportRemovals(slipway, values.removals)
}

/** The reader of the rows, such as `head`, may stop early. */
async function printRows(records: string, commits: CommitTimes): Promise<void> {
  await pipeline(Readable.from(rows(records, commits)), process.stdout).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error
    },
  )
}

async function readCommits(file: string | undefined): Promise<CommitTimes> {
  const times = new Map<string, string>()
  if (file === undefined) return times
  for await (const commit of readJsonLines(file, foreignCommitSchema))
    times.set(commitKey(commit), commit.committedAt)
  return times
}

async function* rows(file: string, times: CommitTimes): AsyncGenerator<string> {
  for await (const record of readJsonLines(file, foreignRecordSchema)) {
    yield `${JSON.stringify(mapRecord(record, times))}\n`
  }
}

/** Adds the environments of the file that Slipway does not know yet, by name or by alias. */
async function addEnvironments(slipway: SlipwayClient, file: string): Promise<void> {
  const environments = knownEnvironments.parse(await slipway.get("environments?includeArchived=true"))
  const names = new Set(environments.flatMap(({ name, aliases }) => [name, ...aliases]))
  for await (const { environment } of readJsonLines(file, foreignRecordSchema)) {
    if (names.has(environment)) continue
    names.add(environment)
    const production = environment.startsWith("production/")
    await slipway.post("environments", { name: environment, rank: rankOf(environment), production })
    say(`Environment ${environment} added at rank ${rankOf(environment)}.`)
  }
}

/** In parts well below the 64 MiB limit of one import, one after the other, so that the order of the file is kept. */
async function importRows(slipway: SlipwayClient, file: string, times: CommitTimes): Promise<void> {
  let part: string[] = []
  let bytes = 0
  const send = async () => {
    const { errors, ...counts } = importResponseSchema.parse(
      await slipway.postRows("deployments/import", part.join("")),
    )
    say(JSON.stringify(counts))
    for (const { line, pointer, detail } of errors) say(`Row ${line} of this part ${pointer}: ${detail}`)
    part = []
    bytes = 0
  }
  for await (const row of rows(file, times)) {
    part.push(row)
    bytes += Buffer.byteLength(row)
    if (bytes >= partBytes) await send()
  }
  if (part.length > 0) await send()
}

async function reportRemovals(slipway: SlipwayClient, file: string): Promise<void> {
  const removals: ForeignRemoval[] = []
  for await (const removal of readJsonLines(file, foreignRemovalSchema)) removals.push(removal)
  removals.sort((a, b) => a.removedAt.localeCompare(b.removedAt))
  for (const removal of removals) await slipway.post("deployments/removals", mapRemoval(removal))
  say(`${removals.length} removals recorded.`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
