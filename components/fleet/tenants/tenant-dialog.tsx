"use client"

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { clustersQuery } from "@/components/fleet/clusters/clusters-query"
import { readTagLines, tagLines } from "@/components/fleet/tenants/tag-text"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Select, TextArea, TextField } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { request } from "@/lib/web/client/request"

/** Fields left empty get their defaults. */
function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined
  return {
    slug: text("slug"),
    name: text("name"),
    namespace: text("namespace"),
    cluster: text("cluster"),
    status: text("status"),
    clusterScoped: text("reach") === "cluster",
    isolated: text("reach") === "isolated",
    tags: readTagLines(String(form.get("tags") ?? "")),
  }
}

type TenantDialogProps = {
  /** The tenant to edit; null creates a new one. */
  tenant: Tenant | null
  trigger: ReactNode
}

/** Creates or edits a tenant; a new name applies to its releases as well. */
export function TenantDialog({ tenant, trigger }: TenantDialogProps) {
  const [open, setOpen] = useState(false)
  const formId = useId()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (body: ReturnType<typeof readForm>) =>
      tenant === null
        ? request<Tenant>(api.tenants(), { method: "POST", body })
        : request<Tenant>(api.tenant(tenant.id), { method: "PATCH", body }),
    onSuccess: async () => {
      setOpen(false)
      showToast(tenant === null ? "Tenant created" : "Tenant updated")
      await queries.invalidateQueries()
    },
  })

  function change(next: boolean) {
    setOpen(next)
    if (next) save.reset()
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={trigger}
      title={tenant === null ? "New tenant" : `Edit ${tenant.name}`}
      description={
        tenant === null ? "A customer with its own namespace, in which charts are installed." : undefined
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
            {tenant === null ? "Create tenant" : "Save"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          save.mutate(readForm(new FormData(event.currentTarget)))
        }}
        className="flex flex-col gap-4"
      >
        <TenantFields tenant={tenant} error={save.error} />
      </form>
    </Dialog>
  )
}

const statuses = [
  { value: "ACTIVE", label: "active" },
  { value: "SUSPENDED", label: "suspended: installs and upgrades are blocked" },
]

function TenantFields({ tenant, error }: { tenant: Tenant | null; error: unknown }) {
  const [slug, setSlug] = useState(tenant?.slug ?? "")
  const problem = (name: string) => (error instanceof ApiError ? error.field(name) : undefined)
  const inUse = (tenant?.releases ?? 0) > 0
  return (
    <>
      <FormError error={error} />
      <Field
        label="Slug"
        hint="Identifies the tenant in pipelines. Lowercase letters, digits and -"
        error={problem("slug")}
      >
        {(control) => (
          <TextField
            {...control}
            name="slug"
            mono
            required
            maxLength={50}
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      <Field label="Name" optional error={problem("name")}>
        {(control) => (
          <TextField
            {...control}
            name="name"
            maxLength={200}
            defaultValue={tenant?.name}
            placeholder={slug}
            autoComplete="off"
          />
        )}
      </Field>
      <Field
        label="Namespace"
        optional={tenant === null}
        hint={inUse ? "Cannot be changed while releases are installed." : undefined}
        error={problem("namespace")}
      >
        {(control) => (
          <TextField
            {...control}
            name="namespace"
            mono
            maxLength={63}
            readOnly={inUse}
            defaultValue={tenant?.namespace}
            placeholder={slug === "" ? "tenant-…" : `tenant-${slug}`}
            autoComplete="off"
          />
        )}
      </Field>
      {!inUse && <ClusterField cluster={tenant?.cluster} error={problem("cluster")} />}
      <Field
        label="Tags"
        optional
        hint="One per line, for example tier=gold. Rollouts use tags to select waves."
        error={problem("tags")}
      >
        {(control) => (
          <TextArea {...control} name="tags" mono rows={4} defaultValue={tagLines(tenant?.tags ?? {})} />
        )}
      </Field>
      <Field
        label="Chart permissions"
        hint="Charts with CRDs, ClusterRoles or webhooks create cluster-scoped objects."
        error={problem("clusterScoped")}
      >
        {(control) => <Select {...control} name="reach" options={reaches} defaultValue={reachOf(tenant)} />}
      </Field>
      <Field label="Status" error={problem("status")}>
        {(control) => (
          <Select {...control} name="status" options={statuses} defaultValue={tenant?.status ?? "ACTIVE"} />
        )}
      </Field>
    </>
  )
}

const reaches = [
  { value: "namespace", label: "Tenant namespace" },
  { value: "cluster", label: "Tenant namespace and cluster-scoped objects" },
  { value: "isolated", label: "Tenant namespace only, even where Helm acts for all tenants" },
]

/** The combined value of the two permission settings of a tenant. */
function reachOf(tenant: Pick<Tenant, "clusterScoped" | "isolated"> | null): string {
  if (tenant?.clusterScoped) return "cluster"
  return tenant?.isolated ? "isolated" : "namespace"
}

function ClusterField({ cluster, error }: { cluster: string | undefined; error: string | undefined }) {
  const { data } = useQuery(clustersQuery)
  const names = [
    ...new Set([...(cluster === undefined ? [] : [cluster]), ...(data ?? []).map(({ name }) => name)]),
  ]
  if (names.length < 2 && error === undefined) return null
  return (
    <Field label="Cluster" error={error}>
      {(control) => (
        <Select
          {...control}
          // The clusters may load after the first render.
          key={names.join()}
          name="cluster"
          options={names.map((name) => ({ value: name, label: name }))}
          defaultValue={cluster ?? names[0]}
        />
      )}
    </Field>
  )
}
