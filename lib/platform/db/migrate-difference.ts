import { readdir, readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { PrismaPg } from "@prisma/adapter-pg"
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils"
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg"
import { Pool } from "pg"

const schemaFolder = join(process.cwd(), "prisma", "schema")

// The engine ignores the operator class of an existing index and would create the same index again.
const applied =
  /-- DropIndex\nDROP INDEX "(\w+)";\n\n-- CreateIndex\nCREATE INDEX "\1" ON .* text_pattern_ops, .*;\n/g

/**
 * The SQL that migrates a database to prisma/schema; null if there is nothing to do. Prisma's schema engine compares them,
 * as WebAssembly: the native engine would have to be downloaded from Prisma's servers, which an air-gapped site cannot reach.
 */
export async function differenceToSchema(connectionString: string): Promise<string | null> {
  await instantiate()
  const pool = new Pool({ connectionString })
  const adapter = bindMigrationAwareSqlAdapterFactory(new EngineAdapter(pool))
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter)
  try {
    const files = await readSchema()
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: process.cwd() },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    const script = (stdout ?? "").replaceAll(applied, "").trim()
    return script === "" || script === "-- This is an empty migration." ? null : `${script}\n`
  } finally {
    engine.free()
    await pool.end()
  }
}

async function readSchema(): Promise<{ path: string; content: string }[]> {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith(".prisma")).sort()
  return Promise.all(
    names.map(async (path) => ({ path, content: await readFile(join(schemaFolder, path), "utf8") })),
  )
}

/** Prisma's adapter does not know PostgreSQL's one-letter type "char", which lists the kinds of constraints. */
class EngineAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => asLetters(await queryRaw({ ...query, sql: castLetters(query.sql) }))
    return adapter
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
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...bindings } })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start !== "function") throw new Error("The schema engine has no start function.")
  start()
}
