import { findOnPath } from "@/lib/kube/helm/find-on-path"
import { givenHelm } from "@/lib/platform/env"

type Machine = { platform: NodeJS.Platform; arch: string }

/** Whether the pinned build of Helm runs on this machine; npm has it for Linux on x64 alone. */
export function hasPinnedHelm({ platform, arch }: Machine = process): boolean {
  return platform === "linux" && arch === "x64"
}

/** The one command that installs Helm on this machine. */
export function installHelmCommand({ platform }: Pick<Machine, "platform"> = process): string {
  if (platform === "darwin") return "brew install helm"
  if (platform === "win32") return "winget install Helm.Helm"
  return "curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-4 | bash"
}

/** What to say at start where Helm has to be installed by hand; null where it is there or can be downloaded. */
export async function missingHelmNotice(machine: Machine = process): Promise<string | null> {
  if (hasPinnedHelm(machine) || givenHelm() !== null || (await findOnPath("helm")) !== null) return null
  return `Helm is not installed. Everything but changing releases works without it. Install it with:
  ${installHelmCommand(machine)}
It is used as soon as it is there; a restart is not needed.`
}
