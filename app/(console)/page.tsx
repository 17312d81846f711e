import { PageBody, PageHeader } from "@/components/layout/page-header"
import { requirePageUser } from "@/lib/auth/page-actor"

export default async function OverviewPage() {
  await requirePageUser()
  return (
    <>
      <PageHeader title="Overview" />
      <PageBody>soon</PageBody>
    </>
  )
}
