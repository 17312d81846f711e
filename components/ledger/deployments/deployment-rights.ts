import { type Actor, hasScope } from "@/lib/identity/auth/actor"

export interface DeploymentRights {
  change: boolean
  annul: boolean
  quarantine: boolean
  /** Can see the audit log and the pipeline requests. */
  audit: boolean
  releases: boolean
}

export function deploymentRights(actor: Actor): DeploymentRights {
  return {
    change: hasScope(actor, "deployments:write"),
    annul: hasScope(actor, "admin"),
    quarantine: hasScope(actor, "releases:write"),
    audit: hasScope(actor, "admin"),
    releases: hasScope(actor, "releases:read"),
  }
}
