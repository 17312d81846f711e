import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { clustersQuery } from "@/components/fleet/clusters/clusters-query"
import { readTagLines, tagTexts } from "@/components/fleet/tenants/tag-text"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { useFieldError } from "@/components/ui/form-error"
import { Select, TextArea, TextField } from "@/components/ui/text-field"
import { useSave } from "@/components/ui/use-edit"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

/** Fields left empty get their defaults. */
function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined
  return {
    slug: text("slug") ?? "",
    name: text("name"),
    namespace: text("namespace"),
    cluster: text("cluster"),
    status: form.get("status") === "SUSPENDED" ? ("SUSPENDED" as const) : ("ACTIVE" as const),
    clusterScoped: text("permissions") === "cluster",
    isolated: text("permissions") === "isolated",
    tags: readTagLines(String(form.get("tags") ?? "")),
  }
}

type TenantDialogProps = DialogState & {
  tenant: Tenant | null
}

export default function TenantDialog({ tenant, ...state }: TenantDialogProps) {
  const isNew = tenant === null
  const save = useSave(api("/tenants"), api("/tenants/{id}", tenant?.id ?? ""), tenant, {
    toast: isNew ? "Tenant created" : "Tenant updated",
    invalidates: [queryKeys.all],
  })
  return (
    <FormDialog
      {...state}
      title={isNew ? "New tenant" : `Edit ${tenant.name}`}
      description={isNew ? "A customer with its own namespace, in which charts are installed." : undefined}
      submit={isNew ? "Create tenant" : "Save"}
      action={save}
      read={readForm}
    >
      <TenantFields tenant={tenant} />
    </FormDialog>
  )
}

const statuses = [
  { value: "ACTIVE", label: "Active" },
  { value: "SUSPENDED", label: "Suspended: installs and upgrades are blocked" },
]

function TenantFields({ tenant }: { tenant: Tenant | null }) {
  const [slug, setSlug] = useState(tenant?.slug ?? "")
  const inUse = (tenant?.releases ?? 0) > 0
  return (
    <>
      <TextField
        label="Slug"
        hint="Identifies the tenant in pipelines. Lowercase letters, digits and -"
        name="slug"
        mono
        required
        maxLength={50}
        value={slug}
        onChange={(event) => setSlug(event.target.value)}
        autoFocus
      />
      <TextField
        label="Name"
        optional
        name="name"
        maxLength={200}
        defaultValue={tenant?.name}
        placeholder={slug}
      />
      <TextField
        label="Namespace"
        optional={tenant === null}
        hint={inUse ? "Cannot be changed while releases are installed." : undefined}
        name="namespace"
        mono
        maxLength={63}
        readOnly={inUse}
        defaultValue={tenant?.namespace}
        placeholder={slug === "" ? "tenant-…" : `tenant-${slug}`}
      />
      {!inUse && <ClusterField cluster={tenant?.cluster} />}
      <TextArea
        label="Tags"
        optional
        hint="One per line, for example tier=gold. Rollouts use tags to select waves."
        name="tags"
        mono
        rows={4}
        defaultValue={tagTexts(tenant?.tags ?? {}).join("\n")}
      />
      <Select
        label="Chart permissions"
        hint="Charts with CRDs, ClusterRoles or webhooks create cluster-scoped objects."
        error={useFieldError("clusterScoped")}
        name="permissions"
        options={permissionOptions}
        defaultValue={permissionsOf(tenant)}
      />
      <Select label="Status" name="status" options={statuses} defaultValue={tenant?.status ?? "ACTIVE"} />
    </>
  )
}

const permissionOptions = [
  { value: "namespace", label: "Tenant namespace" },
  { value: "cluster", label: "Tenant namespace and cluster-scoped objects" },
  { value: "isolated", label: "Tenant namespace only, even where Helm acts for all tenants" },
]

function permissionsOf(tenant: Pick<Tenant, "clusterScoped" | "isolated"> | null): string {
  if (tenant?.clusterScoped) return "cluster"
  return tenant?.isolated ? "isolated" : "namespace"
}

function ClusterField({ cluster }: { cluster: string | undefined }) {
  const { data } = useQuery(clustersQuery)
  const rejected = useFieldError("cluster")
  const names = [
    ...new Set([...(cluster === undefined ? [] : [cluster]), ...(data ?? []).map(({ name }) => name)]),
  ]
  if (names.length < 2 && rejected === undefined) return null
  return (
    <Select
      label="Cluster"
      // The clusters may load after the first render.
      key={names.join()}
      name="cluster"
      options={names}
      defaultValue={cluster ?? names[0]}
    />
  )
}
