"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { readTagLines } from "@/components/fleet/tenants/tag-text"
import { TenantFields } from "@/components/fleet/tenants/tenant-fields"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { showToast } from "@/components/ui/toast"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
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
