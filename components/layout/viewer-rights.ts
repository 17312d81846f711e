import { type Actor, hasScope } from "@/lib/identity/auth/actor"

/** What a page offers to its viewer; the API decides. */
export interface ViewerRights {
  admin: boolean
  /** Can record and change deployments. */
  record: boolean
  readReleases: boolean
  changeReleases: boolean
}

export function viewerRights(actor: Actor): ViewerRights {
  return {
    admin: hasScope(actor, "admin"),
    record: hasScope(actor, "deployments:write"),
    readReleases: hasScope(actor, "releases:read"),
    changeReleases: hasScope(actor, "releases:write"),
  }
}
