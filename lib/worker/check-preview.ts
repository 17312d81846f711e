import { basename } from "node:path"
import { z } from "zod"
import type { Crd } from "@/lib/fleet/charts/archive/read-crds"
import type { PreviewResult } from "@/lib/fleet/releases/operation-requests"
import type { PreviewProblem } from "@/lib/fleet/releases/preview-schema"
import { type KubernetesApi, KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { type Finding, type TrialResult, type Trials, tryObjects } from "@/lib/kube/cluster/try-objects"
import type { Helm } from "@/lib/kube/helm/run-helm"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import type { ManifestObject } from "@/lib/kube/masking/manifest-documents"
import { showMasked } from "@/lib/kube/masking/mask"
import type { Masker } from "@/lib/kube/masking/masker"
import { parseManifests } from "@/lib/kube/masking/parse-manifests"

const labelsSchema = z.object({
  labels: z.record(z.string(), z.unknown()).nullish(),
  annotations: z.record(z.string(), z.unknown()).nullish(),
})

export type Checked = Pick<PreviewResult, "validated" | "warnings" | "problems">

export type Check = {
  api: KubernetesApi
  namespace: string
  release: string
  helm: Helm
  rendered: Pick<ReleaseRecord, "manifest" | "hooks">
  masker: Masker
  forceConflicts: boolean
  /** Whether Helm uses server-side apply, where field managers can conflict. Otherwise it overwrites fields. */
  isServerSide: boolean
  /** Whether the tenant's account may apply objects yet. Otherwise only the kinds are checked. */
  hasAccount: boolean
  /** Whether Helm may add CRDs as this tenant. */
  canAddCrds: boolean
  /** The objects that Helm installs first. */
  crds: readonly Crd[]
  deadline: number
}

/** Dry-runs each object of a change against the cluster before it is applied. */
export async function checkPreview(check: Check): Promise<Checked> {
  try {
    return await tryPreview(check)
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error
    const reason = showMasked(check.masker.text(error.message))
    return unchecked(`The cluster did not check the objects: ${reason}`)
  }
}

export const unchecked = (warning: string): Checked => ({
  validated: false,
  warnings: [warning],
  problems: [],
})

async function tryPreview(check: Check): Promise<Checked> {
  const { api, namespace, rendered, helm, forceConflicts, isServerSide, hasAccount, deadline } = check
  const manifestObjects = await parseManifests(namespace, [rendered.manifest])
  const objects = manifestObjects.map((object) => withOwner(object, check))
  const run = rendered.hooks.filter(({ events }) => !events.includes("test"))
  const hooks = await parseManifests(
    namespace,
    run.map(({ manifest }) => manifest),
  )
  const trials: Trials = {
    objects,
    hooks,
    deadline,
    fieldManager: basename(helm.path),
    force: !isServerSide,
    kindsOnly: !hasAccount,
  }
  const result = await tryObjects(api, namespace, trials)
  const conflicts = result.findings.filter(({ reason }) => reason === "CONFLICT")
  const overwritten = forceConflicts ? conflicts : []
  const otherFindings = result.findings.filter((finding) => !overwritten.includes(finding))
  const forced = [...new Set(overwritten.map(({ object }) => object))]
  // The cluster validates a conflicting object only when the conflict is forced.
  const forcedResult = await tryObjects(api, namespace, {
    ...trials,
    objects: forced,
    hooks: [],
    force: true,
  })
  const kinds = checkKinds(check, result, manifestObjects)
  return {
    validated:
      hasAccount &&
      !result.missingNamespace &&
      result.uncheckedCount === 0 &&
      result.unknownKinds.length === 0,
    warnings: [
      ...overwritten.map(overwriteMessage),
      ...kinds.warnings,
      ...(result.missingNamespace
        ? [`The namespace does not exist yet. The cluster did not check the objects in it.`]
        : []),
      ...(hasAccount ? [] : [accountMessage]),
      ...(result.uncheckedCount > 0
        ? [`The cluster did not check ${result.uncheckedCount} objects in time.`]
        : []),
    ],
    problems: [
      ...[...otherFindings, ...forcedResult.findings].map((one) => toProblem(one, check)),
      ...kinds.problems,
    ],
  }
}

const accountMessage =
  "The first install creates the tenant's account in the cluster. Until then the cluster cannot check the objects."

function withOwner(object: ManifestObject, { release, namespace }: Check): ManifestObject {
  const { labels, annotations } = labelsSchema.parse(object.metadata)
  const metadata = {
    ...object.metadata,
    labels: { ...labels, "app.kubernetes.io/managed-by": "Helm" },
    annotations: {
      ...annotations,
      "meta.helm.sh/release-name": release,
      "meta.helm.sh/release-namespace": namespace,
    },
  }
  return { ...object, metadata }
}

const overwriteMessage = ({ object, field, manager }: Finding) =>
  `This overwrites ${field ?? "fields"} of ${object.kind} ${object.metadata.name}, changed by ${manager ?? "another field manager"}.`

function toProblem({ object, message, ...rest }: Finding, { masker }: Check): PreviewProblem {
  const { apiVersion, kind, metadata } = object
  return {
    ...rest,
    apiVersion,
    kind,
    namespace: metadata.namespace ?? null,
    name: metadata.name,
    message: showMasked(masker.text(message)),
  }
}

/** Kinds that the cluster does not know yet, except those whose CRDs the chart itself installs first. */
function checkKinds(
  { crds, canAddCrds }: Check,
  { unknownKinds }: TrialResult,
  objects: readonly ManifestObject[],
) {
  if (unknownKinds.length === 0) return { warnings: [], problems: [] }
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

const unknownKind = ({ apiVersion, kind, metadata }: ManifestObject): PreviewProblem => ({
  reason: "UNKNOWN_KIND",
  apiVersion,
  kind,
  field: null,
  manager: null,
  namespace: metadata.namespace ?? null,
  name: metadata.name,
  message: `The cluster has no kind ${kind} in ${apiVersion}. Install its CustomResourceDefinition first.`,
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
