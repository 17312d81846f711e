"use client"

import { useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import type { ReactNode } from "react"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { tenantQuery } from "@/components/releases/chart-queries"
import { ClusterName } from "@/components/releases/cluster-name"
import { FormSkeleton } from "@/components/releases/form/form-skeleton"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { pages } from "@/lib/paths"

const InstallForm = dynamic(() => import("@/components/releases/form/install-form"), {
  ssr: false,
  loading: () => <FormSkeleton />,
})

/** `denied` stands in place of the form, for whoever may only look. */
export function InstallView({ id, denied }: { id: string; denied: ReactNode }) {
  const query = useQuery(tenantQuery(id))
  const tenant = query.data
  return (
    <>
      <PageHeader
        title="Install"
        still
        crumbs={
          tenant && [
            { label: "Tenants", href: pages.tenants() },
            { label: tenant.name, href: pages.tenant(id) },
          ]
        }
        pickers={tenant && <ClusterName name={tenant.cluster} />}
      />
      <PageBody>
        {denied ? (
          denied
        ) : !tenant && query.isError ? (
          <ErrorState
            title="The tenant could not be read"
            error={query.error}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : !tenant ? (
          <FormSkeleton />
        ) : tenant.status === "SUSPENDED" ? (
          <EmptyState title={`${tenant.name} is suspended`}>
            Nothing is installed or upgraded for a suspended tenant. An admin can make it active again.
          </EmptyState>
        ) : (
          <InstallForm tenant={tenant} />
        )}
      </PageBody>
    </>
  )
}
