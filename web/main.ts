import { appOf } from './shell/apps.ts'
import { reloadOnce } from './shell/reload-once.ts'
import { choosePageLanguage } from './texts/choose.ts'
import { loadTexts } from './texts/load.ts'

// A page from before an update requests files that are gone, so it reloads to get the new ones. Without a connection a
// reload would show nothing: then the page stays, and requests them again when next needed.
window.addEventListener('vite:preloadError', () => {
  void fetch('/healthz').then(
    ({ ok }) => ok && reloadOnce('missing file'),
    () => console.warn('A part of the page could not be loaded: there is no connection.'),
  )
})

// Everything else is loaded once there are texts, which it may then read when its modules load.
choosePageLanguage(appOf(window.location.pathname))
void loadTexts('page').then(() => import('./start.tsx'))
