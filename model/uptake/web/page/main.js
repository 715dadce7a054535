// Starts the page that has a server.

import { start } from "uptake/app.js";

start();
