// Starts the page that describes the API.
"use strict";
const place = document.getElementById("api-docs");
SwaggerUIBundle({ domNode: place, url: place.dataset.description, deepLinking: true, validatorUrl: null });
