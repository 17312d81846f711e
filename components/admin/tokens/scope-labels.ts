import type { Scope } from "@/lib/identity/auth/scopes"

/** What each scope lets a caller do, for the people who choose. */
export const scopeLabels: Record<Scope, string> = {
  "deployments:read": "Read the ledger: history, current versions, drift, insights.",
  "deployments:write": "Record deployments, complete them and mark them rolled back. Carries reading.",
  "releases:read": "Read Helm releases and their history.",
  "releases:write": "Install, upgrade, roll back and uninstall Helm releases. Carries reading.",
  admin: "Everything, also users, tokens and environments. Not for pipelines.",
}
