import { expect, it } from "vitest"
import { importRowSchema } from "@/lib/ledger/deployments/import/schema"
import { commitKey, foreignRecordSchema, mapRecord, rankOf } from "./map-record"

const record = foreignRecordSchema.parse({
  source: "example/gitops",
  seq: 17,
  service: "shop/web",
  environment: "production",
  imageTag: "v12",
  previousImageTag: "v11",
  gitCommit: "8e61abf03c6fd89983bd1a1af939e993920219c1",
  sourceCommit: null,
  gitBranch: "main",
  deployedAt: "2025-03-09T10:31:46Z",
  initiatedBy: "u-1",
  inferredStatus: "ROLLED_BACK",
  rolledBackAt: "2025-03-09T11:00:00Z",
})

it("maps a foreign record to an import row", () => {
  const row = mapRecord(record, new Map([[commitKey(record), "2025-03-09T10:00:00Z"]]))
  expect(importRowSchema.parse(row)).toMatchObject({
    application: "shop/web",
    environment: "production",
    imageTag: "v12",
    gitCommit: record.gitCommit,
    status: "ROLLED_BACK",
    externalId: "example/gitops:17",
    committedAt: new Date("2025-03-09T10:00:00Z"),
    rolledBackAt: new Date("2025-03-09T11:00:00Z"),
  })
})

it("prefers the commit of the application and omits unknown fields", () => {
  const row = mapRecord(
    { ...record, sourceCommit: "abcdef1", rolledBackAt: null, gitBranch: null },
    new Map(),
  )
  expect(row).toMatchObject({ gitCommit: "abcdef1", committedAt: undefined, rolledBackAt: undefined })
})

it("puts a single cluster in the stage of its kind", () => {
  expect(["development", "staging", "production", "production/cluster-1", "lab"].map(rankOf)).toEqual([
    10, 20, 30, 30, 40,
  ])
})
