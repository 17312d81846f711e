import { finished } from "@/lib/ledger/deployments/status-transitions"
import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"
import { quote } from "@/lib/platform/pointer"
import { readRef } from "./image-reference"
import { fieldsIn, firstOf, idAsText, ignored, type MapEvent, readText, withValue } from "./mapped-event"

const statuses: ReadonlyMap<string, DeploymentStatus> = new Map([
  ["running", "PENDING"],
  ["success", "DEPLOYED"],
  ["failed", "FAILED"],
  ["canceled", "FAILED"],
])

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#deployment-events */
export const mapGitLab: MapEvent = (payload) => {
  const at = fieldsIn(payload)
  const kind = at("object_kind")
  if (readText(kind) !== "deployment")
    return ignored(`Only deployment events are recorded, not ${quote(readText(kind) || "none")}.`)
  const state = at("status")
  const status = statuses.get(readText(state))
  if (status === undefined && readText(state) !== "")
    return ignored(`The status ${quote(readText(state))} is not recorded.`)
  const path = at("project", "path_with_namespace")
  const commit = at("commit_url")
  const ref = at("ref")
  const { imageTag, gitBranch } = readRef(readText(ref))
  const changedAt = at("status_changed_at")
  const time = withValue(changedAt, isoTime(changedAt.value))
  const isFinished = status !== undefined && finished[status]
  return {
    kind: "record",
    fields: {
      externalId: idAsText(at("deployment_id")),
      application: firstOf(withValue(path, readText(path).split("/").at(-1)), at("project", "name")),
      environment: at("environment"),
      imageTag: withValue(ref, imageTag),
      gitBranch: withValue(ref, gitBranch),
      gitCommit: firstOf(
        withValue(commit, /\/commit\/([0-9a-f]{7,64})$/.exec(readText(commit))?.[1]),
        at("short_sha"),
      ),
      status: withValue(state, status),
      ...(isFinished ? { completedAt: time } : { deployedAt: time }),
      runUrl: at("deployable_url"),
      initiatedBy: at("user", "username"),
      ...(readText(state) === "canceled" && { notes: withValue(state, "Cancelled.") }),
    },
  }
}

/** `2021-04-28 21:50:00 UTC`, as GitLab writes it. */
const isoTime = (time: unknown) => (typeof time === "string" ? time.replace(/ UTC$/, "Z") : time)
