import { type Actor, may } from "@/lib/identity/auth/actor"

/** What the current user may do with deployments. */
export interface DeploymentRights {
  change: boolean
  /** May annul and restore. */
  annul: boolean
  /** May see the audit log and the requests of pipelines. */
  audit: boolean
  /** May see tenant releases. */
  releases: boolean
}

export function deploymentRights(actor: Actor): DeploymentRights {
  return {
    change: may(actor, "deployments:write"),
    annul: may(actor, "admin"),
    audit: may(actor, "admin"),
    releases: may(actor, "releases:read"),
  }
}
