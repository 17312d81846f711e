import { type Json, type JsonObject, listAt, textAt, valueAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, nameOf, namespaceOf, timestamp, uidOf } from "../kube-object"
import { nodeName } from "../seed"
import { withTimes } from "./conditions"
import { type Controller, type ControllerContext, shortHash, spread } from "./controller-context"
import { missingReference } from "./missing-reference"
import {
  behaviorOf,
  containerState,
  crashes,
  imagesOf,
  phaseOf,
  pullError,
  type Stage,
  stageOf,
} from "./pod-lifecycle"

const lookAgainMs = 500

export const podController: Controller = (context, pod) => {
  if (textAt(pod, "spec", "nodeName") === undefined) {
    context.ageOf(pod)
    context.recordEvent(
      pod,
      "Normal",
      "Scheduled",
      `Successfully assigned ${namespaceOf(pod)}/${nameOf(pod)} to ${nodeName}`,
      "default-scheduler",
    )
    const spec = { ...(typeof pod.spec === "object" ? pod.spec : {}), nodeName }
    context.put(kinds.pod, pod, { ...pod, spec })
    return undefined
  }
  if (isOver(pod)) return undefined
  const missing = missingReference(pod, (type, name) => context.find(type, namespaceOf(pod), name) !== null)
  const stage: Stage =
    missing === null ? stageOf(pod, context.ageOf(pod)) : { kind: "misconfigured", next: lookAgainMs }
  if (missing !== null) context.recordEvent(pod, "Warning", "Failed", `Error: ${missing}`, "kubelet")
  else if (context.hasJustEntered(pod, stage.kind)) recordStage(context, pod, stage)
  context.setStatus(kinds.pod, pod, statusOf(pod, stage, missing))
  return stage.next
}

const isOver = (pod: KubeObject) => ["Succeeded", "Failed"].includes(textAt(pod, "status", "phase") ?? "")

export const isReady = (pod: KubeObject): boolean =>
  listAt(pod, "status", "conditions").some(
    (condition) => textAt(condition, "type") === "Ready" && textAt(condition, "status") === "True",
  )

function statusOf(pod: KubeObject, stage: Stage, missing: string | null): JsonObject {
  const startedAt = textAt(pod, "status", "startTime") ?? timestamp()
  const isUp = stage.kind === "running"
  const names = listAt(pod, "spec", "containers").flatMap((container) => textAt(container, "name") ?? [])
  const unready = `containers with unready status: [${names.join(" ")}]`
  const reason =
    stage.kind === "succeeded"
      ? { reason: "PodCompleted" }
      : { reason: "ContainersNotReady", message: unready }
  const readiness = isUp ? { status: "True" as const } : { status: "False" as const, ...reason }
  const isInitialized = !isWaitingForInit(pod, stage)
  const address = `10.244.${spread(uidOf(pod), 250)}.${spread(`${uidOf(pod)}.`, 250) + 2}`
  const isStarted = stage.kind !== "creating"
  const init = listAt(pod, "spec", "initContainers").map((initContainer) =>
    containerStatus(initContainer, stage, true, startedAt, missing),
  )
  return {
    phase: phaseOf[stage.kind],
    conditions: withTimes(pod, [
      { type: "PodReadyToStartContainers", status: isStarted ? "True" : "False" },
      { type: "Initialized", status: isInitialized ? "True" : "False" },
      { type: "Ready", ...readiness },
      { type: "ContainersReady", ...readiness },
      { type: "PodScheduled", status: "True" },
    ]),
    hostIP: "127.0.0.1",
    startTime: startedAt,
    qosClass: "BestEffort",
    ...(isStarted ? { podIP: address, podIPs: [{ ip: address }] } : {}),
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: listAt(pod, "spec", "containers").map((container) =>
      containerStatus(container, isInitialized ? stage : { kind: "creating" }, false, startedAt, missing),
    ),
  }
}

function isWaitingForInit(pod: KubeObject, stage: Stage): boolean {
  const init = listAt(pod, "spec", "initContainers").map((initContainer) =>
    behaviorOf(textAt(initContainer, "image") ?? ""),
  )
  if (init.length === 0) return false
  if (stage.kind === "creating") return true
  if (stage.kind === "pullFailed" || stage.kind === "pullBackOff") return init.includes("broken")
  return stage.kind === "crashing" && init.includes("failing")
}

function containerStatus(
  container: Json,
  stage: Stage,
  isInit: boolean,
  startedAt: string,
  missing: string | null,
): JsonObject {
  const image = textAt(container, "image") ?? ""
  const state = containerState(stage, image, isInit, startedAt)
  const isRunning = valueAt(state, "running") !== undefined
  const hasRun = isRunning || valueAt(state, "terminated") !== undefined
  const explained =
    missing === null ? state : { waiting: { reason: "CreateContainerConfigError", message: missing } }
  return {
    name: textAt(container, "name"),
    image,
    imageID: hasRun ? `${image}@sha256:${shortHash(image)}` : "",
    ready: isRunning || (isInit && hasRun),
    started: isRunning,
    restartCount: textAt(state, "waiting", "reason") === "CrashLoopBackOff" ? 3 : 0,
    state: explained,
    lastState: {},
    ...(hasRun ? { containerID: `containerd://${shortHash(image + startedAt)}` } : {}),
  }
}

/** The events of a stage, in the kubelet's wording. */
function recordStage(context: ControllerContext, pod: KubeObject, stage: Stage): void {
  const record = (type: "Normal" | "Warning", reason: string, message: string) =>
    context.recordEvent(pod, type, reason, message, "kubelet")
  for (const image of new Set(imagesOf(pod))) {
    const isBroken = behaviorOf(image) === "broken"
    if (stage.kind === "creating") record("Normal", "Pulling", `Pulling image "${image}"`)
    if (stage.kind === "pullFailed" && isBroken) {
      record("Warning", "Failed", `Failed to pull image "${image}": ${pullError(image)}`)
      record("Warning", "Failed", "Error: ErrImagePull")
    }
    if (stage.kind === "pullBackOff" && isBroken) {
      record("Normal", "BackOff", `Back-off pulling image "${image}"`)
      record("Warning", "Failed", "Error: ImagePullBackOff")
    }
    if (stage.kind === "running" || stage.kind === "crashing") {
      record(
        "Normal",
        "Pulled",
        `Successfully pulled image "${image}" in 90ms (90ms including waiting). Image size: 7650000 bytes.`,
      )
    }
  }
  if (stage.kind !== "running" && stage.kind !== "crashing") return
  for (const container of listAt(pod, "spec", "containers")) {
    const name = textAt(container, "name") ?? ""
    record("Normal", "Created", `Created container: ${name}`)
    record("Normal", "Started", `Started container ${name}`)
    if (stage.kind === "crashing" && crashes(textAt(container, "image") ?? "")) {
      const where = `${nameOf(pod)}_${namespaceOf(pod)}(${uidOf(pod)})`
      record("Warning", "BackOff", `Back-off restarting failed container ${name} in pod ${where}`)
    }
  }
}
