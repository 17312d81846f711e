import { defineConfig } from "prisma/config"

// `generate`, `validate` and `format` do not use the Rust schema engine, but would try to download it first.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
})
