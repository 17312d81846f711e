"use client"

import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { clustersQuery } from "@/components/fleet/clusters/clusters-query"
import { readTagLines, tagTexts } from "@/components/fleet/tenants/tag-text"
import type { DialogState } from "@/components/ui/dialog-button"
import { Field } from "@/components/ui/field"
import { FormDialog } from "@/components/ui/form-dialog"
import { fieldError } from "@/components/ui/form-error"
import { Select, TextArea, TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

/** Fields left empty get their defaults. */
function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined
  return {
    slug: text("slug") ?? "",
    name: text("name"),
    namespace: text("namespace"),
    cluster: text("cluster"),
    status: form.get("status") === "SUSPENDED" ? ("SUSPENDED" as const) : ("ACTIVE" as const),
    clusterScoped: text("reach") === "cluster",
    isolated: text("reach") === "isolated",
    tags: readTagLines(String(form.get("tags") ?? "")),
  }
}

type TenantDialogProps = DialogState & {
  /** The tenant to edit; null creates a new one. */
  tenant: Tenant | null
}

/** Creates or edits a tenant; a new name applies to its releases as well. */
export function TenantDialog({ tenant, ...state }: TenantDialogProps) {
  const isNew = tenant === null
  const save = useApiMutation(
    (body: ReturnType<typeof readForm>) =>
      isNew
        ? request(api.tenants(), { method: "POST", body })
        : request(api.tenant(tenant.id), { method: "PATCH", body }),
    { toast: isNew ? "Tenant created" : "Tenant updated", invalidates: [queryKeys.all] },
  )
  return (
    <FormDialog
      {...state}
      title={isNew ? "New tenant" : `Edit ${tenant.name}`}
      description={isNew ? "A customer with its own namespace, in which charts are installed." : undefined}
      submit={isNew ? "Create tenant" : "Save"}
      action={save}
      read={readForm}
    >
      <TenantFields tenant={tenant} error={save.error} />
    </FormDialog>
  )
}

const statuses = [
  { value: "ACTIVE", label: "active" },
  { value: "SUSPENDED", label: "suspended: installs and upgrades are blocked" },
]

function TenantFields({ tenant, error }: { tenant: Tenant | null; error: unknown }) {
  const [slug, setSlug] = useState(tenant?.slug ?? "")
  const inUse = (tenant?.releases ?? 0) > 0
  return (
    <>
      <Field
        label="Slug"
        hint="Identifies the tenant in pipelines. Lowercase letters, digits and -"
        error={fieldError(error, "slug")}
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
      <Field label="Name" optional error={fieldError(error, "name")}>
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
        error={fieldError(error, "namespace")}
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
      {!inUse && <ClusterField cluster={tenant?.cluster} error={fieldError(error, "cluster")} />}
      <Field
        label="Tags"
        optional
        hint="One per line, for example tier=gold. Rollouts use tags to select waves."
        error={fieldError(error, "tags")}
      >
        {(control) => (
          <TextArea
            {...control}
            name="tags"
            mono
            rows={4}
            defaultValue={tagTexts(tenant?.tags ?? {}).join("\n")}
          />
        )}
      </Field>
      <Field
        label="Chart permissions"
        hint="Charts with CRDs, ClusterRoles or webhooks create cluster-scoped objects."
        error={fieldError(error, "clusterScoped")}
      >
        {(control) => <Select {...control} name="reach" options={reaches} defaultValue={reachOf(tenant)} />}
      </Field>
      <Field label="Status" error={fieldError(error, "status")}>
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
