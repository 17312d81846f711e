import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { PrismaPg } from "@prisma/adapter-pg"
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils"
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg"
import { Pool } from "pg"

let instantiated: Promise<void> | undefined

/**
 * Runs Prisma's schema engine as WebAssembly, connected to one database through node-postgres. The native engine would
 * have to be downloaded from Prisma's servers, which an air-gapped site cannot reach.
 */
export async function withSchemaEngine<T>(
  connectionString: string,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  instantiated ??= instantiate()
  await instantiated
  const pool = new Pool({ connectionString })
  try {
    const adapter = new EngineAdapter(pool)
    const bound = bindMigrationAwareSqlAdapterFactory(adapter)
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, bound)
    return await work(engine)
      .catch((error: unknown) => Promise.reject(adapter.failure ?? error))
      .finally(() => engine.free())
  } finally {
    await pool.end()
  }
}

/** Held by every script until its transaction ends, even if the process that started it is gone. */
export const scriptLock = 5_117_002

// Statements of running processes wait behind a script that waits for a table, so it waits briefly and tries again.
const lockTimeoutMs = 2_000
const lockRetryMs = 3_000
const maxLockMs = 15 * 60_000

// Recorded with the script, all or nothing: a migration that is not finished has changed nothing.
const recorded = (script: string) => `SELECT pg_advisory_xact_lock(${scriptLock});
SET LOCAL lock_timeout = ${lockTimeoutMs};
${script};
UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`

// Prisma's adapter differs from the native engine in two ways. It splits a script at every semicolon, even inside a
// function body; PostgreSQL runs a script as a whole, all or nothing. And it does not know PostgreSQL's one-letter type
// "char", which lists the kinds of constraints.
const lockTimedOut = "55P03"

class EngineAdapter extends PrismaPg {
  /** Why a script failed, which the engine does not say. */
  failure: unknown = null

  override async connect() {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => asLetters(await queryRaw({ ...query, sql: castLetters(query.sql) }))
    adapter.executeScript = (script) => this.run(adapter.underlyingDriver(), script)
    return adapter
  }

  private async run(pool: Pool, script: string): Promise<void> {
    const deadline = Date.now() + maxLockMs
    for (;;) {
      try {
        await pool.query(recorded(script))
        return
      } catch (error) {
        this.failure = error
        if (Object(error).code !== lockTimedOut || Date.now() > deadline) throw error
        await sleep(lockRetryMs)
      }
    }
  }
}

const letterColumns = ["constraint_type", "confdeltype", "confupdtype"]

function castLetters(sql: string): string {
  return sql.replaceAll(/\b(constr\.contype|con\.confdeltype|con\.confupdtype)\b/g, "$1::text")
}

function asLetters(result: SqlResultSet): SqlResultSet {
  const typeOf = (type: ColumnType, index: number) =>
    letterColumns.includes(result.columnNames[index] ?? "") ? ColumnTypeEnum.Character : type
  return { ...result, columnTypes: result.columnTypes.map(typeOf) }
}

// The package expects a bundler that imports .wasm files; Node.js needs these three steps.
async function instantiate(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg")
  const bytes = await readFile(join(dirname(entry), "schema_engine_bg.wasm"))
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": { ...bindings, ...unreferencedTimers() },
  })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start !== "function") throw new Error("The schema engine has no start function.")
  start()
}

// The engine stops waiting for its lock after 10 seconds but never clears that timer, which would keep the process
// alive as long.
function unreferencedTimers(): WebAssembly.ModuleImports {
  const names = Object.keys(bindings).filter((name) => name.startsWith("__wbg_setTimeout_"))
  const start = (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref()
  return Object.fromEntries(names.map((name) => [name, start]))
}
