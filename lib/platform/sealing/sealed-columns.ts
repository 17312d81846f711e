import type { KeyPurpose } from "@/lib/platform/env"

/** A column of sealed texts. `key`: the SQL key of its rows, with its type and a value that sorts before all of them. */
export type SealedColumn = {
  table: string
  column: string
  purpose: KeyPurpose
  key: string
  keyType: string
  first: string
}

const byId = { key: "id", keyType: "uuid", first: "00000000-0000-0000-0000-000000000000" }
const values = { purpose: "release-values", ...byId } as const

/** Every column that is stored sealed. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "helm_release", column: "sealed_values", ...values },
  { table: "helm_release", column: "sealed_masked", ...values },
  { table: "release_revision", column: "sealed_values", ...values },
  { table: "release_revision", column: "sealed_masked", ...values },
  { table: "operation", column: "sealed_request", ...values },
  { table: "operation", column: "sealed_result", ...values },
  { table: "rollout", column: "sealed_values", ...values },
  { table: "rollout", column: "sealed_masked", ...values },
  { table: "chart_repository", column: "sealed_password", purpose: "repository-password", ...byId },
  {
    ...{ table: "idempotent_answer", column: "body", purpose: "stored-answer" },
    ...{ key: "(caller || ' ' || key)", keyType: "text", first: "" },
  },
]
