import { describe, expect, it } from "vitest"
import { causeSchema, maskCause, toCause } from "@/lib/fleet/operations/cause"
import { explainUnready } from "@/lib/kube/cluster/explain-unready"
import { clusterEventSchema, liveObjectSchema } from "@/lib/kube/cluster/workload-schema"
import { readHelmFailure } from "@/lib/kube/helm/read-failure"
import { isStorable } from "@/lib/platform/storable"
import { explainFailure } from "./explain-failure"

const annotations = { "meta.helm.sh/release-name": "shop" }

function live(kind: string, name: string, fields: { metadata?: object; status?: object } = {}) {
  const metadata = { name, uid: `uid-${name}`, ...fields.metadata }
  return { ...liveObjectSchema.parse({ metadata, status: fields.status }), kind }
}

/** A Deployment of the release whose only Pod has this status, and the events of the namespace. */
function deploymentWith(podStatus: object) {
  const owner = { ownerReferences: [{ kind: "Deployment", name: "web", uid: "uid-web" }] }
  return [
    live("Deployment", "web", { metadata: { annotations, generation: 1 } }),
    live("Pod", "web-1", { metadata: owner, status: { phase: "Pending", ...podStatus } }),
  ]
}

const waiting = (reason: string, message: string, lastState = {}) => ({
  containerStatuses: [{ name: "app", ready: false, state: { waiting: { reason, message } }, lastState }],
})

function warning(kind: string, name: string, reason: string, message: string) {
  const eventFields = { involvedObject: { kind, name }, metadata: {} }
  return [clusterEventSchema.parse({ ...eventFields, type: "Warning", reason, message })]
}

type State = Parameters<typeof explainUnready>[0]

const timedOut =
  "Error: INSTALLATION FAILED: resource Deployment/shop/web not ready. status: InProgress, message: Available: 0/1\ncontext deadline exceeded"

function causeOf(output: string, state: State = { workloads: [], events: [] }) {
  const hooks = [{ kind: "Job", name: "migrate" }]
  return explainFailure(readHelmFailure(output), explainUnready(state, "shop", hooks), "shop").cause
}

const web = (reason: string | null, message: unknown = expect.any(String)) =>
  expect.objectContaining({ kind: "Deployment", name: "web", namespace: "shop", reason, message })

const refusedBy = (message: string) =>
  `Error: INSTALLATION FAILED: server-side apply failed for object shop/web apps/v1, Kind=Deployment: ${message}`

describe("the cause of a Deployment that does not become ready", () => {
  it.each([
    [
      "image_pull",
      waiting("ImagePullBackOff", 'Back-off pulling image "registry.test/web:gone": manifest unknown'),
      "Deployment web cannot pull the image registry.test/web:gone: the image was not found.",
    ],
    [
      "image_pull",
      waiting("ErrImagePull", 'failed to pull image "registry.test/web:1": unauthorized'),
      "Deployment web cannot pull the image registry.test/web:1: the registry denies access.",
    ],
    [
      "crash_loop",
      waiting("CrashLoopBackOff", "back-off 40s restarting failed container", {
        terminated: { reason: "Error", exitCode: 3 },
      }),
      "A container of Deployment web keeps crashing with exit code 3.",
    ],
    [
      "crash_loop",
      waiting("CrashLoopBackOff", "back-off 40s restarting failed container", {
        terminated: { reason: "OOMKilled", exitCode: 137 },
      }),
      "A container of Deployment web keeps crashing: it runs out of memory.",
    ],
    [
      "container_config",
      waiting("CreateContainerConfigError", 'configmap "settings" not found'),
      'A container of Deployment web cannot start: configmap "settings" not found.',
    ],
    [
      "unschedulable",
      {
        conditions: [
          {
            type: "PodScheduled",
            status: "False",
            reason: "Unschedulable",
            message: "0/3 nodes are available: 3 Insufficient cpu.",
          },
        ],
      },
      "The Pods of Deployment web cannot be scheduled: 0/3 nodes are available: 3 Insufficient cpu.",
    ],
  ])("is %s", (reason, podStatus, summary) => {
    const cause = causeOf(timedOut, { workloads: deploymentWith(podStatus), events: [] })
    expect(cause).toEqual({ summary, reason, objects: [web(reason)] })
  })

  it.each([
    [
      "quota_exceeded",
      'pods "web-abc" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2',
      "exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2",
    ],
    [
      "pod_security",
      'pods "web-abc" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true',
      'violates PodSecurity "restricted:latest": runAsNonRoot != true',
    ],
    [
      "admission_denied",
      'pods "web-abc" is forbidden: error looking up service account shop/web: serviceaccount "web" not found',
      'error looking up service account shop/web: serviceaccount "web" not found',
    ],
  ])("is %s when its Pods are rejected", (reason, message, cause) => {
    const conditions = [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }]
    const workloads = [live("Deployment", "web", { metadata: { annotations }, status: { conditions } })]
    expect(causeOf(timedOut, { workloads, events: [] })).toEqual({
      reason,
      summary: `Deployment web cannot create its Pods: ${cause}.`,
      objects: [web(reason)],
    })
  })

  it("is the unbound volume claim, with what the claim waits for", () => {
    const unscheduled = {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message: "pod has unbound immediate PersistentVolumeClaims",
    }
    const claim = live("PersistentVolumeClaim", "data", {
      metadata: { annotations },
      status: { phase: "Pending" },
    })
    const message = 'storageclass.storage.k8s.io "fast" not found'
    const state = {
      workloads: [...deploymentWith({ conditions: [unscheduled] }), claim],
      events: warning("PersistentVolumeClaim", "data", "ProvisioningFailed", message),
    }
    const cause = causeOf(timedOut, state)
    expect(cause).toMatchObject({
      reason: "volume_pending",
      summary: `PersistentVolumeClaim data is not bound: ProvisioningFailed: ${message}.`,
    })
    expect(cause.objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "PersistentVolumeClaim data",
      "Deployment web",
    ])
  })

  it("is written in sentences, so that advice can follow", () => {
    const state = {
      workloads: deploymentWith(waiting("ImagePullBackOff", 'Back-off pulling image "web:gone": not found')),
      events: [],
    }
    const unready = explainUnready(state, "shop", [])
    const { text } = explainFailure(readHelmFailure(timedOut), unready, "shop")
    expect(text).toMatch(/ Deployment web: .*not found\.$/)
  })

  it("is a timeout that names the object when nothing more is known", () => {
    expect(causeOf(timedOut)).toEqual({
      reason: "timeout",
      summary: "Deployment web did not become ready in time: Available: 0/1.",
      objects: [web(null, "Available: 0/1")],
    })
  })
})

describe("the cause of a rejection by the API server", () => {
  it.each([
    [
      "webhook_failed",
      refusedBy(
        'Internal error occurred: failed calling webhook "policy.test": failed to call webhook: Post "https://x": dial tcp 10.0.0.1:443: connect: connection refused',
      ),
      "Admission webhook policy.test failed: connection refused.",
    ],
    [
      "webhook_denied",
      refusedBy('admission webhook "policy.test" denied the request: label team is required'),
      "Admission webhook policy.test denied Deployment web: label team is required.",
    ],
    [
      "policy_denied",
      refusedBy(
        "deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'limits' with binding 'b' denied request: limits are required",
      ),
      "Policy limits denied Deployment web: limits are required.",
    ],
    [
      "quota_exceeded",
      refusedBy(
        'deployments.apps "web" is forbidden: exceeded quota: small, requested: count/deployments.apps=1',
      ),
      "The cluster forbids Deployment web: exceeded quota: small, requested: count/deployments.apps=1.",
    ],
    [
      "pod_security",
      refusedBy(
        'deployments.apps "web" is forbidden: violates PodSecurity "restricted:v1": hostPath volumes',
      ),
      'The cluster forbids Deployment web: violates PodSecurity "restricted:v1": hostPath volumes.',
    ],
    [
      "immutable_field",
      refusedBy(
        'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"a":"b"}: field is immutable',
      ),
      "The cluster rejects Deployment web: spec.selector: field is immutable.",
    ],
    [
      "invalid_object",
      refusedBy('Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be at least 0'),
      "The cluster rejects Deployment web: spec.replicas: -1 must be at least 0.",
    ],
    [
      "conflict",
      refusedBy('Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas'),
      "Fields of Deployment web were changed outside Helm: .spec.replicas (managed by kubectl).",
    ],
    [
      "owned_elsewhere",
      'Error: INSTALLATION FAILED: unable to continue with install: Deployment "web" in namespace "shop" exists and cannot be imported into the current release: invalid ownership metadata',
      "Deployment web already exists in namespace shop and does not belong to this release.",
    ],
  ])("is %s and names the object", (reason, output, summary) => {
    expect(maskCause(causeOf(output), String)).toEqual({ summary, reason, objects: [web(reason)] })
  })
})

describe("the cause of a hook that fails", () => {
  const hook = (metadata: object, status: object) =>
    live("Job", "migrate", {
      metadata: { annotations: { "helm.sh/hook": "pre-install" }, ...metadata },
      status,
    })

  it("is hook_failed with the result of the Job", () => {
    const status = { conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }] }
    const output =
      "Error: INSTALLATION FAILED: failed pre-install: resource Job/shop/migrate not ready. status: Failed, message: Job has reached the limit"
    expect(causeOf(output, { workloads: [hook({}, status)], events: [] })).toEqual({
      summary: "A pre-install hook of the chart failed: Job migrate failed: BackoffLimitExceeded.",
      reason: "hook_failed",
      objects: [expect.objectContaining({ kind: "Job", name: "migrate", reason: "job_failed" })],
    })
  })

  it("names the image that a Pod of the hook cannot pull", () => {
    const owner = { ownerReferences: [{ kind: "Job", name: "migrate", uid: "uid-migrate" }] }
    const status = waiting("ImagePullBackOff", 'Back-off pulling image "registry.test/migrate:gone"')
    const workloads = [hook({}, {}), live("Pod", "migrate-1", { metadata: owner, status })]
    const output = "Error: INSTALLATION FAILED: failed pre-install: timed out waiting for the condition"
    expect(causeOf(output, { workloads, events: [] })).toMatchObject({
      summary:
        "A pre-install hook of the chart failed: Job migrate cannot pull the image registry.test/migrate:gone.",
      reason: "hook_failed",
      objects: [{ kind: "Job", name: "migrate", reason: "image_pull" }],
    })
  })
})

describe("a stored cause", () => {
  it("is masked before it is truncated", () => {
    const secret = `canary-${"x".repeat(400)}`
    const objects = [{ kind: "Secret", name: secret, namespace: "shop", reason: null, message: secret }]
    const masked = maskCause({ summary: `It says ${secret}`, reason: "other", objects }, (text) =>
      text.replaceAll(secret, "***"),
    )
    expect(JSON.stringify(masked)).not.toContain("canary-")
    expect(masked).toMatchObject({ summary: "It says ***", objects: [{ name: "***", message: "***" }] })
  })

  it("can be stored as JSON wherever it is truncated", () => {
    for (const text of ["😀".repeat(900), `a${"😀".repeat(900)}`]) {
      const objects = [{ kind: "Job", name: "migrate", namespace: "shop", reason: null, message: text }]
      expect(isStorable(maskCause({ summary: text, reason: "other", objects }, String))).toBe(true)
    }
  })

  it("is derived from the error of a failure without a cause", () => {
    expect(toCause(null, "Not ready: Deployment web. It waits for an image.")).toEqual({
      summary: "Not ready: Deployment web.",
      reason: "other",
      objects: [],
    })
    expect(toCause(null, null)).toBeNull()
  })

  it("fits its schema whatever failed", () => {
    expect(causeSchema.safeParse(explainFailure(new Error("a bug"), [], "shop").cause).success).toBe(true)
  })
})
