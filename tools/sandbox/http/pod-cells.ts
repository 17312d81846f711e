import { listAt, numberAt, textAt, valueAt } from "../json"
import { isEnding, type KubeObject } from "../kube-object"

/** The STATUS column of a pod: why its first container waits or ended, else its phase. */
export function podState(pod: KubeObject): string {
  if (isEnding(pod)) return "Terminating"
  for (const [field, prefix] of [
    ["initContainerStatuses", "Init:"],
    ["containerStatuses", ""],
  ] as const) {
    for (const container of listAt(pod, "status", field)) {
      const reason =
        textAt(container, "state", "waiting", "reason") ?? textAt(container, "state", "terminated", "reason")
      if (reason !== undefined && reason !== "Completed") return `${prefix}${reason}`
      if (reason === "Completed" && prefix === "") return reason
    }
  }
  return textAt(pod, "status", "phase") ?? "Unknown"
}

export function podReady(pod: KubeObject): string {
  const statuses = listAt(pod, "status", "containerStatuses")
  const readyOnes = statuses.filter((status) => valueAt(status, "ready") === true)
  return `${readyOnes.length}/${listAt(pod, "spec", "containers").length}`
}

export function restarts(pod: KubeObject): number {
  return listAt(pod, "status", "containerStatuses").reduce<number>(
    (sum, one) => sum + (numberAt(one, "restartCount") ?? 0),
    0,
  )
}
