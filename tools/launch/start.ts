import { launch } from "@/tools/launch/launch"
import { runProgram } from "@/tools/launch/say"

await runProgram(() => launch(process.argv[2] === "dev" ? "dev" : "start"))
