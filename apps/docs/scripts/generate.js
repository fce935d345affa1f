/** Writes the pages that follow from the code: API, commands, models, settings, errors, results, contributing. None of them is committed. */
import { writeApi } from './generate/api.js';
import { writeCommands } from './generate/commands.js';
import { writeContributing } from './generate/contributing.js';
import { writeErrors } from './generate/errors/page.js';
import { writeModels } from './generate/models.js';
import { writeResults } from './generate/results.js';
import { writeSettings } from './generate/settings.js';

writeApi();
await Promise.all([writeCommands(), writeModels(), writeSettings()]);
writeErrors();
writeResults();
writeContributing();
