import { deploymentStatuses } from "./statuses"

/** What other tools call the outcome of a deployment, without `_`, `-` and blanks. */
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

/** Says which status to send instead of a word that is none. A deployment that was cancelled is a FAILED one. */
export function statusHint(sent: unknown): string {
  const word = typeof sent === "string" ? sent.toUpperCase().replaceAll(/[^A-Z]/g, "") : ""
  const meant = deploymentStatuses.find((status) => status.replace("_", "") === word) ?? synonyms[word]
  if (meant !== undefined) return `Not a status. For ${JSON.stringify(sent)} send ${meant}.`
  return `Not a status. Send one of ${deploymentStatuses.join(", ")}; FAILED for a deployment that was cancelled.`
}
