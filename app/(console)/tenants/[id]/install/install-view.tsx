"use client"

import { useSuspenseQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import type { ReactNode } from "react"
import { ClusterName } from "@/components/fleet/releases/cluster-name"
import { tenantQuery } from "@/components/fleet/tenants/tenant-queries"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { FormSkeleton } from "@/components/ui/skeletons"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { pages } from "@/lib/platform/paths"

const InstallForm = dynamic(() => import("@/components/fleet/releases/form/install-form"), {
  ssr: false,
  loading: () => <FormSkeleton />,
})

/** `denied` replaces the form for users without write access. */
export function InstallView({ id, denied }: { id: string; denied: ReactNode }) {
  const { data: tenant } = useSuspenseQuery(tenantQuery(id))
  return (
    <>
      <PageHeader
        title="Install"
        isStatic
        crumbs={[
          { label: "Tenants", href: pages.tenants() },
          { label: tenant.name, href: pages.tenant(tenant.id) },
        ]}
        pickers={<ClusterName name={tenant.cluster} />}
      />
      <PageBody>
        {denied ??
          (tenant.status === "SUSPENDED" ? <Suspended tenant={tenant} /> : <InstallForm tenant={tenant} />)}
      </PageBody>
    </>
  )
}

function Suspended({ tenant: { id, name } }: { tenant: Tenant }) {
  return (
    <EmptyState
      title={`${name} is suspended`}
      actions={<ButtonLink href={pages.tenant(id)}>Back to the tenant</ButtonLink>}
    >
      Releases of a suspended tenant cannot be installed or upgraded. An admin can activate it.
    </EmptyState>
  )
}
