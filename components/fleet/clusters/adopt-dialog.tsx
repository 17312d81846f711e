import { useQuery } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { repositoriesQuery } from "@/components/fleet/charts/chart-queries"
import { usePreview } from "@/components/fleet/releases/change-release"
import { tenantChoiceQuery } from "@/components/fleet/tenants/tenant-queries"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { FormProblem } from "@/components/ui/form-error"
import { Loaded } from "@/components/ui/loaded"
import { Select } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Preview } from "@/lib/fleet/releases/preview-schema"
import type { UnmanagedRelease } from "@/lib/fleet/releases/unmanaged-schema"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

type AdoptDialogProps = DialogState & { release: UnmanagedRelease }

/** Adopts a release that was installed with Helm alone into a tenant. Nothing changes in the cluster. */
export default function AdoptDialog({ release, ...state }: AdoptDialogProps) {
  const { cluster, namespace, releaseName } = release
  const router = useRouter()
  const [tenantId, setTenantId] = useState(release.tenantId ?? "")
  const [repository, setRepository] = useState("")
  const body = { cluster, namespace, releaseName, tenantId, ...(repository && { repository }) }
  const tenants = useQuery(tenantChoiceQuery)
  const repositories = useQuery(repositoriesQuery)
  const preview = usePreview(tenantId === "" ? null : { kind: "ADOPT", ...body })
  const adopt = useApiMutation("POST", api("/helm/unmanaged/adopt"), {
    onSuccess: ({ id, tenantName }) =>
      showToast(`${releaseName} adopted into ${tenantName}`, {
        action: { label: "Open", onClick: () => router.push(pages.release(id)) },
      }),
    invalidates: [queryKeys.all],
  })
  return (
    <FormDialog
      {...state}
      title={`Adopt ${releaseName}`}
      description={`From ${namespace} in ${cluster}. Its revisions are imported as history; nothing changes in the cluster.`}
      submit="Adopt"
      ready={preview.data !== undefined && !preview.isFetching}
      action={adopt}
      read={() => (preview.data ? { ...body, previewDigest: preview.data.previewDigest } : null)}
      onRejected={() => void preview.refetch()}
    >
      <FormProblem value={adopt.error ?? preview.error}>
        <Loaded read={tenants} failure="Could not load tenants" waiting="h-24">
          {(loaded) => (
            <>
              <Select
                label="Tenant"
                hint={
                  release.tenantId === null
                    ? "Unassigned namespace: a tenant without releases can take it over."
                    : "The tenant that owns the namespace."
                }
                name="tenantId"
                required
                value={tenantId}
                onChange={(event) => setTenantId(event.target.value)}
                placeholder="Choose a tenant…"
                options={choices(release, loaded)}
              />
              <Select
                label="Chart repository"
                hint="Source of later versions. Optional."
                name="repository"
                optional
                value={repository}
                onChange={(event) => setRepository(event.target.value)}
                none="The repository that has the chart"
                options={(repositories.data ?? []).map(({ name }) => name)}
              />
            </>
          )}
        </Loaded>
      </FormProblem>
      <div aria-live="polite" className="min-h-5 text-sm">
        {preview.data?.adoption && <AdoptionFacts preview={preview.data} />}
        {preview.isError && <p className="text-failed">{preview.error.message}</p>}
      </div>
    </FormDialog>
  )
}

/** "3 revisions of web 1.2.0 become history of Acme." */
function AdoptionFacts({ preview }: { preview: Preview }) {
  const { adoption, chartName, toChartVersion } = preview
  if (adoption === null) return null
  const { revisions, tenantName, repository, movesTenant } = adoption
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5">
      <li>
        {formatQuantity(revisions.length, "revision")} of{" "}
        <span className="font-mono text-xs">
          {chartName} {toChartVersion}
        </span>{" "}
        {revisions.length === 1 ? "becomes" : "become"} history of {tenantName}.
      </li>
      <li>{repository === "" ? "No configured repository has the chart." : `Chart from ${repository}.`}</li>
      {movesTenant && <li>{tenantName} moves to this namespace.</li>}
    </ul>
  )
}

/** The owner of the namespace, or else the tenants that can take it over. */
function choices(release: UnmanagedRelease, tenants: readonly Tenant[]) {
  const { tenantId, tenantName } = release
  if (tenantId !== null) return [{ value: tenantId, label: tenantName ?? tenantId }]
  return tenants
    .filter((tenant) => tenant.releases === 0)
    .map((tenant) => ({ value: tenant.id, label: tenant.name }))
}
