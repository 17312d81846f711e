import { withSchemaEngine } from "@/lib/platform/db/migrate-engine"
import { readSchema } from "@/lib/platform/db/migrate-files"

// The engine ignores the operator class of an existing index and would create the same index again.
const applied =
  /-- DropIndex\nDROP INDEX "(\w+)";\n\n-- CreateIndex\nCREATE INDEX "\1" ON .* text_pattern_ops, .*;\n/g

/** The SQL that migrates a database to prisma/schema; null if there is nothing to do. */
export function differenceToSchema(connectionString: string): Promise<string | null> {
  return withSchemaEngine(connectionString, async (engine) => {
    const schema = await readSchema()
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", ...schema, configDir: process.cwd() },
      to: { tag: "schemaDatamodel", ...schema },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    const script = (stdout ?? "").replaceAll(applied, "").trim()
    return script === "" || script === "-- This is an empty migration." ? null : `${script}\n`
  })
}
