import { deploymentStatuses } from "./statuses"

/** Deployment outcomes as other tools name them, without `_`, `-` and spaces. */
const synonyms: Record<string, (typeof deploymentStatuses)[number]> = {
  QUEUED: "PENDING",
  CREATED: "PENDING",
  STARTED: "PENDING",
  RUNNING: "PENDING",
  INPROGRESS: "PENDING",
  SUCCESS: "DEPLOYED",
  SUCCESSFUL: "DEPLOYED",
  SUCCEEDED: "DEPLOYED",
  OK: "DEPLOYED",
  PASSED: "DEPLOYED",
  COMPLETED: "DEPLOYED",
  FINISHED: "DEPLOYED",
  DONE: "DEPLOYED",
  LIVE: "DEPLOYED",
  FAILURE: "FAILED",
  ERROR: "FAILED",
  CANCELLED: "FAILED",
  CANCELED: "FAILED",
  ABORTED: "FAILED",
  TIMEDOUT: "FAILED",
  TIMEOUT: "FAILED",
  ROLLEDBACK: "ROLLED_BACK",
  ROLLBACK: "ROLLED_BACK",
  REVERTED: "ROLLED_BACK",
}

/** Suggests a status for an unknown word. A cancelled deployment counts as FAILED. */
export function statusHint(sent: unknown): string {
  const word = typeof sent === "string" ? sent.toUpperCase().replaceAll(/[^A-Z]/g, "") : ""
  const meant = deploymentStatuses.find((status) => status.replace("_", "") === word) ?? synonyms[word]
  if (meant !== undefined) return `Not a valid status. Instead of ${JSON.stringify(sent)}, send ${meant}.`
  return `Not a valid status. Send one of ${deploymentStatuses.join(", ")}; use FAILED for a cancelled deployment.`
}
