import { type Actor, may } from "@/lib/identity/auth/actor"

export interface DeploymentRights {
  change: boolean
  annul: boolean
  /** Can see the audit log and the pipeline requests. */
  audit: boolean
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
