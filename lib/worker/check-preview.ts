import { basename } from "node:path"
import { z } from "zod"
import type { Crd } from "@/lib/fleet/charts/archive/read-crds"
import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import type { PreviewRequest, PreviewResult } from "@/lib/fleet/releases/operation-requests"
import type { PreviewProblem } from "@/lib/fleet/releases/preview-schema"
import { KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { readStoredRevision } from "@/lib/kube/cluster/stored-revision"
import { type Finding, type TrialResult, type Trials, tryObjects } from "@/lib/kube/cluster/try-objects"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import { identityOf, type ManifestObject } from "@/lib/kube/masking/manifest-documents"
import type { Masker } from "@/lib/kube/masking/masker"
import { parseManifests } from "@/lib/kube/masking/parse-manifests"
import type { Operation, Release } from "@/lib/platform/db/generated/client"
import type { ClusterAccess } from "./change-context"

const labelsSchema = z.object({
  labels: z.record(z.string(), z.unknown()).nullish(),
  annotations: z.record(z.string(), z.unknown()).nullish(),
})

export type Checked = Pick<PreviewResult, "validated" | "warnings" | "problems">

/** A running preview: the request, and everything needed to compute the changes. */
export type Preview = ClusterAccess & {
  operation: Operation
  /** Null for a rollback. */
  chart: OpenedChart | null
  request: PreviewRequest
  release: Release | null
  deadline: number
}

type Permissions = {
  /** Whether the tenant's account may apply objects yet. Otherwise only the kinds are checked. */
  hasAccount: boolean
  /** Whether Helm may add CRDs as this tenant. */
  canAddCrds: boolean
  /** The objects that Helm installs first. */
  crds: readonly Crd[]
}

/** Dry-runs each object of a change against the cluster before it is applied. */
export async function checkPreview(
  preview: Preview,
  rendered: ReleaseRecord,
  masker: Masker,
  permissions: Permissions,
): Promise<Checked> {
  const isServerSide = await appliesOnServer(preview)
  try {
    return await tryPreview(preview, rendered, masker, permissions, isServerSide)
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error
    return unchecked(`The cluster did not check the objects: ${masker.visible(error.message)}`)
  }
}

/**
 * Whether Helm uses server-side apply, where field managers can conflict. Otherwise it overwrites fields. It keeps the
 * method with which a release was created; Helm 3 can only patch on the client.
 */
async function appliesOnServer({ operation, release, api, helm }: Preview): Promise<boolean> {
  if (helm.helm.major === 3) return false
  if (release === null) return true
  const stored = await readStoredRevision(api, operation, release.revision)
  return stored?.record.isServerSide ?? true
}

export const unchecked = (warning: string): Checked => ({
  validated: false,
  warnings: [warning],
  problems: [],
})

async function tryPreview(
  { operation, request, api, helm, deadline }: Preview,
  rendered: ReleaseRecord,
  masker: Masker,
  permissions: Permissions,
  isServerSide: boolean,
): Promise<Checked> {
  const { namespace } = operation
  const { hasAccount } = permissions
  const forceConflicts = "forceConflicts" in request && request.forceConflicts
  const manifestObjects = await parseManifests(namespace, [rendered.manifest])
  const hooks = rendered.hooks.flatMap(({ events, manifest }) => (events.includes("test") ? [] : [manifest]))
  const trials: Trials = {
    namespace,
    objects: manifestObjects.map((object) => withOwner(object, operation)),
    hooks: await parseManifests(namespace, hooks),
    deadline,
    fieldManager: basename(helm.helm.path),
    force: !isServerSide,
    kindsOnly: !hasAccount,
  }
  const result = await tryObjects(api, trials)
  const conflicts = result.findings.filter(({ reason }) => reason === "CONFLICT")
  const overwritten = forceConflicts ? conflicts : []
  const otherFindings = result.findings.filter((finding) => !overwritten.includes(finding))
  const forced = [...new Set(overwritten.map(({ object }) => object))]
  // The cluster validates a conflicting object only when the conflict is forced.
  const forcedResult = await tryObjects(api, { ...trials, objects: forced, hooks: [], force: true })
  const kinds = checkKinds(permissions, result, manifestObjects)
  return {
    validated:
      hasAccount &&
      !result.missingNamespace &&
      result.uncheckedCount === 0 &&
      result.unknownKinds.length === 0,
    warnings: [
      ...overwritten.map(overwriteMessage),
      ...kinds.warnings,
      result.missingNamespace &&
        "The namespace does not exist yet. The cluster did not check the objects in it.",
      !hasAccount && accountMessage,
      result.uncheckedCount > 0 && `The cluster did not check ${result.uncheckedCount} objects in time.`,
    ].filter((warning) => warning !== false),
    problems: [
      ...[...otherFindings, ...forcedResult.findings].map(({ object, message, ...rest }) => ({
        ...rest,
        ...identityOf(object),
        message: masker.visible(message),
      })),
      ...kinds.problems,
    ],
  }
}

const accountMessage =
  "The first install creates the tenant's account in the cluster. Until then the cluster cannot check the objects."

function withOwner(object: ManifestObject, { releaseName, namespace }: Operation): ManifestObject {
  const { labels, annotations } = labelsSchema.parse(object.metadata)
  const metadata = {
    ...object.metadata,
    labels: { ...labels, "app.kubernetes.io/managed-by": "Helm" },
    annotations: {
      ...annotations,
      "meta.helm.sh/release-name": releaseName,
      "meta.helm.sh/release-namespace": namespace,
    },
  }
  return { ...object, metadata }
}

const overwriteMessage = ({ object, field, manager }: Finding) =>
  `This overwrites ${field ?? "fields"} of ${object.kind} ${object.metadata.name}, changed by ${manager ?? "another field manager"}.`

/** Kinds that the cluster does not know yet, except those whose CRDs the chart itself installs first. */
function checkKinds(
  { crds, canAddCrds }: Permissions,
  { unknownKinds }: TrialResult,
  objects: readonly ManifestObject[],
) {
  const crdFor = ({ apiVersion, kind }: Kind) =>
    crds.find((crd) => crd.kind === kind && apiVersion.startsWith(`${crd.group}/`))
  const added = unknownKinds.filter((unknownKind) => crdFor(unknownKind) !== undefined)
  const missing = objects.filter(
    (object) =>
      crdFor(object) === undefined && unknownKinds.some((unknownKind) => isSameKind(unknownKind, object)),
  )
  const names = [...new Set(added.map((one) => `${one.kind} (${one.apiVersion})`))].sort().join(", ")
  const needed = new Set(added.flatMap((one) => crdFor(one)?.name ?? []))
  return {
    warnings:
      names === ""
        ? []
        : [
            `The cluster did not validate objects whose CRDs are not installed yet: ${names}. The install adds the CRDs first.`,
          ],
    problems: [...missing.map(unknownKind), ...(canAddCrds ? [] : [...needed].sort().map(forbiddenCrd))],
  }
}

type Kind = { apiVersion: string; kind: string }
const isSameKind = (one: Kind, other: Kind) => one.apiVersion === other.apiVersion && one.kind === other.kind

const unknownKind = (object: ManifestObject): PreviewProblem => ({
  reason: "UNKNOWN_KIND",
  ...identityOf(object),
  field: null,
  manager: null,
  message: `The cluster has no kind ${object.kind} in ${object.apiVersion}. Install its CustomResourceDefinition first.`,
})

const forbiddenCrd = (name: string): PreviewProblem => ({
  reason: "FORBIDDEN",
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  name,
  namespace: null,
  field: null,
  manager: null,
  message:
    "The tenant may not add CustomResourceDefinitions. An admin can allow cluster-scoped charts for it.",
})
