import type { Scope } from "@/lib/identity/auth/scopes"

/** What each scope allows, shown next to its checkbox. */
export const scopeLabels: Record<Scope, string> = {
  "deployments:read": "Read the ledger: history, current versions, drift, insights.",
  "deployments:write":
    "Record deployments, complete them and mark them as rolled back. Includes read access.",
  "releases:read": "Read Helm releases and their history.",
  "releases:write": "Install, upgrade, roll back and uninstall Helm releases. Includes read access.",
  admin: "Full access, including users, tokens and environments. Not for pipelines.",
}
