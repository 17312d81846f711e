"use client"

import { useQuery } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { type FormEvent, useState } from "react"
import { usePreviewOf } from "@/components/fleet/releases/preview-view"
import { repositoriesQuery } from "@/components/fleet/repositories/repositories-query"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ErrorState } from "@/components/ui/error-state"
import { Field } from "@/components/ui/field"
import { FormError, fieldError } from "@/components/ui/form-error"
import { Skeleton } from "@/components/ui/skeleton"
import { Select } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Preview } from "@/lib/fleet/releases/preview-schema"
import type { UnmanagedRelease } from "@/lib/fleet/releases/unmanaged-schema"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request, requestPage } from "@/lib/web/client/request"

/** Adopts a release that was installed with Helm alone into a tenant. Nothing changes in the cluster. */
export function AdoptDialog({ release }: { release: UnmanagedRelease }) {
  const [open, setOpen] = useState(false)
  const { namespace, cluster, releaseName } = release
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm">
          Adopt<span className="sr-only"> {releaseName}</span>
        </Button>
      }
      title={`Adopt ${releaseName}`}
      description={`From ${namespace} in ${cluster}. Its revisions are imported as history; nothing changes in the cluster.`}
    >
      {open && <AdoptForm release={release} onClose={() => setOpen(false)} />}
    </Dialog>
  )
}

function AdoptForm({ release, onClose }: { release: UnmanagedRelease; onClose: () => void }) {
  const { cluster, namespace, releaseName } = release
  const router = useRouter()
  const [tenantId, setTenantId] = useState(release.tenantId ?? "")
  const [repository, setRepository] = useState("")
  const body = { cluster, namespace, releaseName, tenantId, ...(repository && { repository }) }
  const preview = usePreviewOf(tenantId === "" ? null : { kind: "ADOPT", ...body })
  const adopt = useApiMutation(
    ({ previewDigest }: Preview) =>
      request(api.adopt(), { method: "POST", body: { ...body, previewDigest } }),
    {
      onSuccess: ({ id, tenantName }) => {
        onClose()
        showToast(`${releaseName} adopted into ${tenantName}`, {
          action: { label: "Open", onClick: () => router.push(pages.release(id)) },
        })
      },
      invalidates: [queryKeys.all],
    },
  )

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (preview.data) adopt.mutate(preview.data, { onError: () => void preview.refetch() })
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormError error={adopt.error} />
      <AdoptFields
        release={release}
        {...{ tenantId, repository }}
        onTenant={setTenantId}
        onRepository={setRepository}
        error={adopt.error ?? preview.error}
      />
      <div aria-live="polite" className="min-h-5 text-sm">
        {preview.data?.adoption ? (
          <AdoptionFacts preview={preview.data} />
        ) : preview.isError ? (
          <p className="text-failed">{preview.error.message}</p>
        ) : null}
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={!preview.data || preview.isFetching}
          loading={adopt.isPending}
        >
          Adopt
        </Button>
      </div>
    </form>
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

interface AdoptFieldsProps {
  release: UnmanagedRelease
  tenantId: string
  repository: string
  onTenant: (id: string) => void
  onRepository: (name: string) => void
  error: unknown
}

function AdoptFields({ release, tenantId, repository, onTenant, onRepository, error }: AdoptFieldsProps) {
  const tenants = useQuery({
    queryKey: ["tenants", "to-adopt", release.cluster],
    queryFn: ({ signal }) => requestPage(api.tenants({ limit: 500 }), { signal }),
  })
  const repositories = useQuery(repositoriesQuery)
  if (tenants.isPending) return <Skeleton className="h-24 w-full" />
  if (tenants.isError) {
    return <ErrorState title="Could not load tenants" read={tenants} />
  }
  const owner =
    release.tenantId === null
      ? "Unassigned namespace: a tenant without releases can take it over."
      : "The tenant that owns the namespace."
  return (
    <>
      <Field label="Tenant" hint={owner} error={fieldError(error, "tenantId")}>
        {(control) => (
          <Select
            {...control}
            required
            value={tenantId}
            onChange={(event) => onTenant(event.target.value)}
            placeholder="Choose a tenant…"
            options={choices(release, tenants.data.items)}
          />
        )}
      </Field>
      <Field
        label="Chart repository"
        hint="Source of later versions. Optional."
        error={fieldError(error, "repository")}
        optional
      >
        {(control) => (
          <Select
            {...control}
            value={repository}
            onChange={(event) => onRepository(event.target.value)}
            none="The repository that has the chart"
            options={(repositories.data ?? []).map(({ name }) => ({ value: name, label: name }))}
          />
        )}
      </Field>
    </>
  )
}

/** Only the owner if there is one; otherwise the tenants that can take over the namespace. */
function choices(release: UnmanagedRelease, tenants: readonly Tenant[]) {
  const { tenantId, tenantName } = release
  if (tenantId !== null) return [{ value: tenantId, label: tenantName ?? tenantId }]
  return tenants.filter((one) => one.releases === 0).map((one) => ({ value: one.id, label: one.name }))
}
