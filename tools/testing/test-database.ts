import { inject } from "vitest"
import { databaseUrl, execute } from "@/tools/testing/test-database-server"

// Vitest's setup file: gives each test file its own database, before the file imports anything that connects.
const { adminUrl, template } = inject("testServer")
const database = `${template}_${process.env.VITEST_POOL_ID}`

await execute(
  adminUrl,
  `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`,
  `CREATE DATABASE ${database} TEMPLATE ${template}`,
)
process.env.DATABASE_URL = databaseUrl(adminUrl, database)
