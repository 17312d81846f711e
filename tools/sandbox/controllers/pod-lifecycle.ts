import { type JsonObject, listAt, textAt } from "../json"
import { type KubeObject, uidOf } from "../kube-object"
import { spread } from "./controller-context"

/** How a container's image behaves; determined by its tag. */
export type Behavior = "runs" | "slow" | "broken" | "failing" | "leaky"

/** The stage of a pod at one moment of its life, and its remaining time. */
export type Stage = {
  kind:
    | "creating"
    | "pullFailed"
    | "pullBackOff"
    | "misconfigured"
    | "running"
    | "crashing"
    | "succeeded"
    | "failed"
  /** Milliseconds until the next stage; undefined for the last one. */
  next?: number
}

const pullFailsAfter = 80
const backsOffAfter = 250
const slowMs = 5_000
const workMs = 80
const leaksMs = 8_000

export function tagOf(image: string): string {
  const [withoutDigest = ""] = image.split("@")
  const last = withoutDigest.split("/").at(-1) ?? ""
  return last.includes(":") ? (last.split(":").at(-1) ?? "") : "latest"
}

const tagged: ReadonlyMap<string, Behavior> = new Map(
  (["slow", "broken", "failing", "leaky"] as const).map((behavior) => [behavior, behavior]),
)

/** `nginx:`, as a chart with an empty tag writes it, which no runtime can parse. */
const isInvalidName = (image: string) => image === "" || /[:@]$/.test(image)

export const behaviorOf = (image: string): Behavior =>
  isInvalidName(image) ? "broken" : (tagged.get(tagOf(image)) ?? "runs")

/** A failing container fails immediately, a leaking one some time after it was ready. */
export const crashes = (image: string): boolean => ["failing", "leaky"].includes(behaviorOf(image))

export const imagesOf = (pod: KubeObject): string[] =>
  [...listAt(pod, "spec", "initContainers"), ...listAt(pod, "spec", "containers")].map(
    (container) => textAt(container, "image") ?? "",
  )

/** The stage of a pod after so many milliseconds. A pod that is not always restarted completes its work and ends. */
export function stageOf(pod: KubeObject, ageMs: number): Stage {
  const behaviors = imagesOf(pod).map(behaviorOf)
  if (behaviors.includes("broken")) return brokenStage(ageMs)
  const ready = behaviors.includes("slow") ? slowMs : 100 + spread(uidOf(pod), 120)
  if (ageMs < ready) return { kind: "creating", next: ready - ageMs }
  const isFailing = behaviors.includes("failing")
  if (textAt(pod, "spec", "restartPolicy") === "Always") {
    if (isFailing || !behaviors.includes("leaky")) return { kind: isFailing ? "crashing" : "running" }
    const remainingMs = ready + leaksMs - ageMs
    return remainingMs > 0 ? { kind: "running", next: remainingMs } : { kind: "crashing" }
  }
  const done = ready + workMs
  if (ageMs < done) return { kind: "running", next: done - ageMs }
  return { kind: isFailing ? "failed" : "succeeded" }
}

function brokenStage(age: number): Stage {
  if (age < pullFailsAfter) return { kind: "creating", next: pullFailsAfter - age }
  if (age < backsOffAfter) return { kind: "pullFailed", next: backsOffAfter - age }
  return { kind: "pullBackOff" }
}

/** The reference that a container runtime resolves, with registry and library, as in its messages. */
export function fullReference(image: string): string {
  const [first = ""] = image.split("/")
  const hasRegistry = image.includes("/") && (/[.:]/.test(first) || first === "localhost")
  const withTag = tagOf(image) === "latest" && !image.includes(":") ? `${image}:latest` : image
  if (hasRegistry) return withTag
  return image.includes("/") ? `docker.io/${withTag}` : `docker.io/library/${withTag}`
}

export function pullError(image: string): string {
  const full = fullReference(image)
  return `failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`
}

const invalidName = (image: string) =>
  `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`

/** The state of one container in a stage of its pod. */
export function containerState(stage: Stage, image: string, isInit: boolean, startedAt: string): JsonObject {
  const isBroken = behaviorOf(image) === "broken"
  const waiting = (reason: string, message?: string): JsonObject => ({
    waiting: message === undefined ? { reason } : { reason, message },
  })
  const ended = (exitCode: number): JsonObject => ({
    terminated: {
      exitCode,
      reason: exitCode === 0 ? "Completed" : "Error",
      startedAt,
      finishedAt: startedAt,
    },
  })
  switch (stage.kind) {
    case "creating":
      return waiting(isInit ? "PodInitializing" : "ContainerCreating")
    case "misconfigured":
      return waiting("CreateContainerConfigError")
    case "pullFailed":
      if (isInvalidName(image)) return waiting("InvalidImageName", invalidName(image))
      return isBroken ? waiting("ErrImagePull", pullError(image)) : waiting("ContainerCreating")
    case "pullBackOff":
      if (!isBroken) return waiting("ContainerCreating")
      if (isInvalidName(image)) return waiting("InvalidImageName", invalidName(image))
      return waiting(
        "ImagePullBackOff",
        `Back-off pulling image "${image}": ErrImagePull: ${pullError(image)}`,
      )
    case "running":
      return isInit ? ended(0) : { running: { startedAt } }
    case "crashing":
      if (!crashes(image)) return isInit ? ended(0) : { running: { startedAt } }
      return waiting("CrashLoopBackOff", "back-off 10s restarting failed container")
    case "succeeded":
      return ended(0)
    case "failed":
      return ended(behaviorOf(image) === "failing" ? 1 : 0)
  }
}

export const phaseOf: Record<Stage["kind"], string> = {
  creating: "Pending",
  misconfigured: "Pending",
  pullFailed: "Pending",
  pullBackOff: "Pending",
  running: "Running",
  crashing: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
}
