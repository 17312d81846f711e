import { checkLanguage } from "@/tools/check-language/check-language"

process.exitCode = checkLanguage() === 0 ? 0 : 1
