"use client"

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { type FormEvent, useId, useState } from "react"
import { repositoriesQuery } from "@/components/repositories/repositories-query"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ErrorState } from "@/components/ui/error-state"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Select } from "@/components/ui/select"
import { Skeleton } from "@/components/ui/skeleton"
import { announce } from "@/components/ui/toast"
import { ApiError } from "@/lib/api/api-error"
import { request, requestPage } from "@/lib/api/request"
import { api, pages } from "@/lib/paths"
import type { Release } from "@/lib/releases/schema"
import type { UnmanagedRelease } from "@/lib/releases/unmanaged-schema"
import type { Tenant } from "@/lib/tenants/schema"

/** Takes a release that Helm alone knows into a tenant. Nothing is changed in the cluster. */
export function AdoptDialog({ release }: { release: UnmanagedRelease }) {
  const [open, setOpen] = useState(false)
  const formId = useId()
  const router = useRouter()
  const queries = useQueryClient()
  const { cluster, namespace, releaseName } = release
  const adopt = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? "") || undefined
      const body = {
        cluster,
        namespace,
        releaseName,
        tenantId: text("tenantId"),
        repository: text("repository"),
      }
      return request<Release>(api.adopt(), { method: "POST", body })
    },
    onSuccess: async ({ id, tenantName }) => {
      setOpen(false)
      announce(`${releaseName} is a release of ${tenantName}`, {
        action: { label: "Open", onClick: () => router.push(pages.release(id)) },
      })
      await queries.invalidateQueries()
    },
  })

  function change(next: boolean) {
    setOpen(next)
    if (next) adopt.reset()
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button size="sm">
          Adopt<span className="sr-only"> {releaseName}</span>
        </Button>
      }
      title={`Adopt ${releaseName}`}
      description={`From ${namespace} in ${cluster}. Its revisions become history here; in the cluster nothing changes.`}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={adopt.isPending}>
            Adopt
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          adopt.mutate(new FormData(event.currentTarget))
        }}
        className="flex flex-col gap-4"
      >
        <AdoptFields release={release} error={adopt.error} />
      </form>
    </Dialog>
  )
}

function AdoptFields({ release, error }: { release: UnmanagedRelease; error: unknown }) {
  const problem = (name: string) => (error instanceof ApiError ? error.field(name) : undefined)
  const tenants = useQuery({
    queryKey: ["tenants", "to-adopt", release.cluster],
    queryFn: ({ signal }) => requestPage<Tenant>(api.tenants({ limit: 500 }), { signal }),
  })
  const repositories = useQuery(repositoriesQuery)
  if (tenants.isPending) return <Skeleton className="h-24 w-full" />
  if (tenants.isError) {
    return (
      <ErrorState
        title="The tenants could not be read"
        error={tenants.error}
        onRetry={() => void tenants.refetch()}
      />
    )
  }
  const owner =
    release.tenantId === null
      ? "Nobody's namespace: a tenant without any release takes it for its own."
      : "The tenant whose namespace it is in."
  return (
    <>
      <FormError error={error} />
      <Field label="Tenant" hint={owner} error={problem("tenantId")}>
        {(control) => (
          <Select
            {...control}
            name="tenantId"
            required
            defaultValue={release.tenantId ?? ""}
            placeholder="Choose a tenant…"
            options={choices(release, tenants.data.items)}
          />
        )}
      </Field>
      <Field
        label="Repository of its chart"
        hint="Where later versions come from. It may be adopted without: an upgrade then says what is missing."
        error={problem("repository")}
        optional
      >
        {(control) => (
          <Select
            {...control}
            name="repository"
            placeholder="The one that has the chart"
            options={(repositories.data ?? []).map(({ name }) => ({ value: name, label: name }))}
          />
        )}
      </Field>
    </>
  )
}

/** Only the owner where there is one; else those who may take the namespace. */
function choices(release: UnmanagedRelease, tenants: readonly Tenant[]) {
  const { tenantId, tenantName } = release
  if (tenantId !== null) return [{ value: tenantId, label: tenantName ?? tenantId }]
  return tenants.filter((one) => one.releases === 0).map((one) => ({ value: one.id, label: one.name }))
}
