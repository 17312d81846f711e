import type { Metadata } from "next"
import { roleLabels } from "@/components/admin/users/role-labels"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Card } from "@/components/ui/card"
import { DetailList } from "@/components/ui/detail-list"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { PasswordForm } from "./password-form"

export const metadata: Metadata = { title: "Account" }

export default async function AccountPage() {
  const { user } = await requirePageUser()
  return (
    <>
      <PageHeader title="Account" isStatic />
      <PageBody>
        <div className="flex max-w-xl flex-col gap-6">
          <Card title="Profile">
            <DetailList
              details={[
                { label: "Name", value: user.name },
                { label: "Email address", value: user.email },
                {
                  label: "Role",
                  value: `${roleLabels[user.role].label}. ${roleLabels[user.role].description}`,
                },
              ]}
            />
          </Card>
          <PasswordForm />
        </div>
      </PageBody>
    </>
  )
}
