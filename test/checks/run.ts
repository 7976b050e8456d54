import { spawn } from 'node:child_process'

/**
 * `npm test`: every check, one after the other, all of them even after one failed, so that one run tells all;
 * then a line for each. Named ones only: `npm test -- types tests`. Exits 1 when any failed.
 */

const checks = ['format', 'types', 'lint', 'unused', 'imports', 'styles', 'lockfile', 'tests']

type Outcome = { check: string; passed: boolean; seconds: string }

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !checks.includes(name))
if (unknown.length > 0) {
  console.error(`There is no check named ${unknown.join(', ')}; there are ${checks.join(', ')}.`)
  process.exit(1)
}

const outcomes: Outcome[] = []
for (const check of asked.length > 0 ? asked : checks) outcomes.push(await run(check))

console.log('')
for (const { check, passed, seconds } of outcomes) {
  const hint = passed ? '' : `  failed: see above, or run npm run check:${check}`
  console.log(`${passed ? '✔' : '✖'} ${check.padEnd(9)}${seconds.padStart(7)} s${hint}`)
}
process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1

/** Runs one `check:…` script of package.json, which is where the tools and their options are named. */
function run(check: string): Promise<Outcome> {
  console.log(`\n── ${check} ──`)
  const startedMs = performance.now()
  const child = spawn('npm', ['run', '--silent', `check:${check}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
      resolve({ check, passed: code === 0, seconds })
    })
  })
}
