// Loaded before every command of package.json, in syntax that the oldest Node.js understands: says in a sentence
// what is missing, where the loader would print a stack trace.

const { existsSync } = require('node:fs')
const { join } = require('node:path')

const nodeMajorMin = 24
const root = join(__dirname, '../..')

/**
 * Ends the process with status 1.
 * @param {string} sentence
 * @returns {never}
 */
function end(sentence) {
  console.error(sentence)
  process.exit(1)
}

if (!existsSync(join(root, 'node_modules')))
  end(`The packages of Souk are not installed. Run npm ci in ${root} first.`)

if (Number(process.versions.node.split('.')[0]) < nodeMajorMin)
  end(
    `Souk needs Node.js ${nodeMajorMin} or newer, and this is ${process.versions.node} (${process.execPath}). npm ci installs the one that it needs: start Souk with npm, as in npm start.`,
  )

/** Errors of the loader, or of a package that lacks its part for this machine. */
const isBrokenPackage = /^Cannot find (module|package)|native binding|dlopen/

process.once('uncaughtException', (/** @type {NodeJS.ErrnoException} */ error) => {
  const { code = '', path, message } = error
  const [reason] = message.split('\n')
  if (isBrokenPackage.test(message) || code === 'ERR_DLOPEN_FAILED')
    end(`A package of Souk is missing or broken (${reason}). Run npm ci in ${root}.`)
  if (path?.startsWith(root) && /\.[cm]?[jt]s$/.test(path))
    end(
      `${path} cannot be read (${code}). Check who may read it, and how many files may be open (ulimit -n).`,
    )
  console.error(error)
  process.exit(1)
})
